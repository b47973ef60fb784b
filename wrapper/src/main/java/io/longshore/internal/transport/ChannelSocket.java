package io.longshore.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A blocking JDK channel in the shape of a {@link Socket}, which is all that OkHttp connects through.
 *
 * <p>TCP goes through it as well as unix sockets: a channel's reads, writes and connects end at once when the thread is
 * interrupted or the socket closed, and a kept connection can be asked whether its peer is still there.
 *
 * <p>It keeps the deadlines of every call by itself ({@link #limit}), and closes itself when one runs out.
 * {@code SO_TIMEOUT} counts only if nothing else does.
 */
final class ChannelSocket extends Socket {

  /** What OkHttp sets for its look at an idle connection, and never else. */
  private static final int HEALTH_CHECK_MILLIS = 1;

  private final EngineAddress address;
  private final SocketChannel channel;
  private final ChannelInput input;
  private final ChannelOutput output;
  private final Consumer<ChannelSocket> onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean connected;
  private volatile boolean inputShutdown;
  private volatile boolean outputShutdown;
  private final Watchdog.Watch reading;
  private final Watchdog.Watch writing;
  private volatile int soTimeout;
  private volatile Limit limit = Limit.NONE;
  private volatile boolean usedBefore;

  ChannelSocket(EngineAddress address, Consumer<ChannelSocket> onClose) throws IOException {
    // Without an implementation, a method forgotten below fails instead of opening a second, useless socket.
    super((SocketImpl) null);
    this.address = address;
    this.onClose = onClose;
    this.channel = address instanceof EngineAddress.Unix ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
    this.input = new ChannelInput(this, channel);
    this.output = new ChannelOutput(this, channel);
    // Last: an earlier failure, such as a lack of descriptors, leaves nothing to watch.
    this.reading = Watchdog.watch(this::close);
    this.writing = Watchdog.watch(this::close);
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  /** Connects to {@code endpoint}, or, for a unix socket, to its path: OkHttp knows only host names. */
  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    checkOpen();
    SocketAddress target = address instanceof EngineAddress.Unix unix ? UnixDomainSocketAddress.of(unix.path())
        : endpoint;
    try {
      // A connect to a unix socket whose backlog is full blocks for as long as the engine is stuck.
      within(writing, Limit.after(timeout), () -> channel.connect(target) ? 1 : 0);
      if (!(address instanceof EngineAddress.Unix)) {
        tuneTcp();
      }
      if (underTls() && timeout > 0) {
        // Nothing else limits the handshake, which a peer may draw out byte by byte. The first exchange takes it back.
        limit = new Limit(0, 0, Limit.after(timeout));
      }
      connected = true;
    } catch (SocketTimeoutException e) {
      throw ConnectFailure.timedOut(address, timeout);
    } catch (ClosedChannelException e) {
      throw translate(e);
    } catch (IOException e) {
      close();
      throw address instanceof EngineAddress.Unix unix
          ? ConnectFailure.unix(unix.path(), e)
          : ConnectFailure.tcp(address, e);
    }
  }

  private void tuneTcp() throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    for (SocketOption<?> option : channel.supportedOptions()) {
      // By name: their constants live in the module jdk.net, which a trimmed runtime may lack.
      switch (option.name()) {
        case "TCP_KEEPIDLE" -> setSeconds(option, 30);
        case "TCP_KEEPINTERVAL" -> setSeconds(option, 10);
        case "TCP_KEEPCOUNT" -> setSeconds(option, 6);
        default -> {
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void setSeconds(SocketOption<?> option, int value) throws IOException {
    if (option.type() == Integer.class) {
      channel.setOption((SocketOption<Integer>) option, value);
    }
  }

  /** What there is on this connection, which must be between two exchanges. */
  ChannelInput.Found look() {
    return isClosed() ? ChannelInput.Found.END : input.look();
  }

  /** False on the first call: a new connection needs no look, and its peer's early answer should be read. */
  boolean usedBefore() {
    boolean before = usedBefore;
    usedBefore = true;
    return before;
  }

  /**
   * Whether OkHttp reads from a connection that was idle for ten seconds, to see whether it times out. It would take
   * what it finds for the answer to the next request, so it finds nothing: {@link #look} does that check.
   */
  boolean isAskedForHealth() {
    return usedBefore && soTimeout == HEALTH_CHECK_MILLIS;
  }

  long sent() {
    return output.sent();
  }

  boolean underTls() {
    return address instanceof EngineAddress.Tls;
  }

  /** The deadlines that reads and writes keep from now on. */
  void limit(Limit next) {
    limit = next;
  }

  ChannelInput input() {
    return input;
  }

  int read(Step step) throws IOException {
    Limit now = limit;
    boolean counts = now.counts();
    long start = Watchdog.now();
    int count;
    try {
      count = within(reading, now.read(soTimeout, start), step);
    } catch (SocketTimeoutException e) {
      throw now.tooSlow() ? because(e, new TooSlowException()) : e;
    }
    now.hasRead(counts ? Watchdog.now() - start : 0, count);
    return count;
  }

  int write(Step step) throws IOException {
    return within(writing, limit.write(), step);
  }

  /** A blocking step that can end by closing only. */
  private static int within(Watchdog.Watch watch, long deadline, Step step) throws IOException {
    if (deadline == Watchdog.NEVER) {
      return step.run();
    }
    watch.begin(deadline);
    int done;
    try {
      done = step.run();
    } catch (IOException e) {
      throw watch.end() ? because(e, new SocketTimeoutException("timeout")) : e;
    }
    if (watch.end()) {
      throw new SocketTimeoutException("timeout");
    }
    return done;
  }

  /** One call on the channel. */
  interface Step {
    int run() throws IOException;
  }

  void checkOpen() throws SocketException {
    if (closed.get()) {
      throw new SocketException("Socket closed");
    }
  }

  /**
   * What java.net would have thrown. OkHttp retries after an unknown IOException, and an interrupt must not be retried.
   */
  IOException translate(IOException e) {
    if (e instanceof ClosedByInterruptException) {
      close();
      return because(e, new InterruptedIOException("interrupted"));
    } else if (e instanceof ClosedChannelException) {
      return because(e, new SocketException("Socket closed"));
    } else if (e.getClass() == IOException.class) {
      // Channels report a broken connection with the bare type.
      return because(e, new SocketException(e.getMessage()));
    }
    return e;
  }

  private static IOException because(IOException cause, IOException effect) {
    effect.initCause(cause);
    return effect;
  }

  /** Ends whatever blocks on this socket, with an exception there. Drops what was not flushed. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be done about it; the descriptor is gone either way.
    } finally {
      reading.close();
      writing.close();
      onClose.accept(this);
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    checkOpen();
    return input;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    checkOpen();
    return output;
  }

  @Override
  public void shutdownInput() throws IOException {
    checkOpen();
    inputShutdown = true;
    channel.shutdownInput();
  }

  /** Half-close. Does not flush: TLS calls this to free a writer that is stuck. */
  @Override
  public void shutdownOutput() throws IOException {
    checkOpen();
    outputShutdown = true;
    channel.shutdownOutput();
  }

  @Override
  public boolean isInputShutdown() {
    return inputShutdown;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public boolean isBound() {
    return connected;
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    checkOpen();
    soTimeout = millis;
  }

  @Override
  public int getSoTimeout() throws SocketException {
    checkOpen();
    return soTimeout;
  }

  /**
   * Zero, though the kernel was told nothing. {@code SSLSocket.close()} waits this long for a stuck writer before it
   * ends it; by default it waits indefinitely, and with it okio's one thread that keeps every timeout of the program.
   */
  @Override
  public int getSoLinger() {
    return 0;
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return remote() instanceof InetSocketAddress inet ? inet.getAddress() : null;
  }

  @Override
  public int getPort() {
    return remote() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return remote();
  }

  private @Nullable SocketAddress remote() {
    try {
      return channel.getRemoteAddress();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    try {
      return channel.getLocalAddress();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public InetAddress getLocalAddress() {
    return getLocalSocketAddress() instanceof InetSocketAddress inet ? inet.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  @Override
  public int getLocalPort() {
    return getLocalSocketAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  /** Null: who reads the channel directly would miss what is buffered. */
  @Override
  public @Nullable SocketChannel getChannel() {
    return null;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return channel.getOption(name);
  }

  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
    channel.setOption(name, value);
    return this;
  }

  @Override
  public String toString() {
    return "ChannelSocket[" + address + "]";
  }
}
