package io.longshore.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Serves an engine below a path, in plain text or over TLS, as a reverse proxy does. Whatever is asked outside is not
 * found.
 */
final class PrefixProxy implements AutoCloseable {
  private static final byte[] NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nnope\n"
      .getBytes(StandardCharsets.US_ASCII);

  private final URI engine;
  private final String prefix;
  private final ServerSocket listener;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private PrefixProxy(EngineUnderTest engine, String prefix, @Nullable SSLContext tls) {
    this.engine = URI.create(engine.host());
    this.prefix = prefix;
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      listener = tls == null ? new ServerSocket(0, 50, loopback)
          : tls.getServerSocketFactory().createServerSocket(0, 50, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  static PrefixProxy plain(EngineUnderTest engine, String prefix) {
    return new PrefixProxy(engine, prefix, null);
  }

  static PrefixProxy tls(EngineUnderTest engine, String prefix, SSLContext context) {
    return new PrefixProxy(engine, prefix, context);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The head of each request, as it came. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (true) {
      try {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        SocketChannel to = connect()) {
      open.add(to);
      if (client instanceof SSLSocket tls) {
        tls.startHandshake();
      }
      Channel channel = new Channel(client, to);
      while (channel.forward()) {
        // The next request.
      }
    } catch (IOException e) {
      // One of both has gone.
    } finally {
      open.remove(client);
    }
  }

  private SocketChannel connect() throws IOException {
    if (engine.getScheme().equals("unix")) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(engine.getPath()));
      return channel;
    }
    return SocketChannel.open(new InetSocketAddress(engine.getHost(), engine.getPort()));
  }

  /** One connection of a client and the one to the engine that goes with it. */
  private final class Channel {
    private final InputStream in;
    private final Socket client;
    private final SocketChannel engine;
    private final OutputStream toEngine;
    private @Nullable Thread answers;
    private volatile @Nullable CompletableFuture<Boolean> upgraded;

    Channel(Socket client, SocketChannel engine) throws IOException {
      this.client = client;
      this.engine = engine;
      this.in = new BufferedInputStream(client.getInputStream());
      this.toEngine = channelOutput(engine);
    }

    /** Forwards one request; false at the connection's end. */
    boolean forward() throws IOException {
      String head = head(in);
      if (head.isEmpty()) {
        return false;
      }
      heads.add(head);
      String[] line = head.split(" ", 3);
      if (!line[1].startsWith(prefix + "/")) {
        client.getOutputStream().write(NOT_FOUND);
        return false;
      }
      boolean upgrade = head.toLowerCase(Locale.ROOT).contains("\r\nupgrade: tcp");
      CompletableFuture<Boolean> answered = new CompletableFuture<>();
      upgraded = upgrade ? answered : null;
      toEngine.write(
          (line[0] + " " + line[1].substring(prefix.length()) + " " + line[2]).getBytes(StandardCharsets.ISO_8859_1));
      if (answers == null) {
        answers = start(this::answer);
      }
      body(head);
      if (upgrade && answered.join()) {
        in.transferTo(toEngine);
        engine.shutdownOutput();
        join();
        return false;
      }
      return true;
    }

    private void body(String head) throws IOException {
      for (String header : head.split("\r\n")) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          long left = Long.parseLong(lower.substring(15).strip());
          byte[] buffer = new byte[8192];
          while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
              throw new EOFException();
            }
            toEngine.write(buffer, 0, count);
            left -= count;
          }
        } else if (lower.equals("transfer-encoding: chunked")) {
          chunks();
        }
      }
    }

    private void chunks() throws IOException {
      while (true) {
        String size = line(in);
        toEngine.write((size + "\r\n").getBytes(StandardCharsets.US_ASCII));
        int length = Integer.parseInt(size, 16);
        toEngine.write(in.readNBytes(length + 2));
        if (length == 0) {
          return;
        }
      }
    }

    private void answer() {
      byte[] buffer = new byte[16 * 1024];
      try {
        OutputStream out = client.getOutputStream();
        for (int count; (count = Channels.newInputStream(engine).read(buffer)) >= 0;) {
          CompletableFuture<Boolean> waiting = upgraded;
          if (waiting != null) {
            waiting.complete(new String(buffer, 0, Math.min(count, 12), StandardCharsets.US_ASCII).endsWith(" 101"));
            upgraded = null;
          }
          out.write(buffer, 0, count);
          out.flush();
        }
        client.shutdownOutput();
      } catch (IOException e) {
        // The client has gone.
      } finally {
        CompletableFuture<Boolean> waiting = upgraded;
        if (waiting != null) {
          waiting.complete(false);
        }
      }
    }

    private void join() {
      try {
        if (answers != null) {
          answers.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Not the JDK's own stream: on JDK 17 it would wait for a read that is under way. */
  private static OutputStream channelOutput(SocketChannel channel) {
    return Channels.newOutputStream(
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
          }

          @Override
          public boolean isOpen() {
            return channel.isOpen();
          }

          @Override
          public void close() throws IOException {
            channel.close();
          }
        });
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.append(line).append("\r\n");
    }
    return head.isEmpty() ? "" : head + "\r\n";
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "prefix-proxy");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (AutoCloseable each : open) {
        each.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
