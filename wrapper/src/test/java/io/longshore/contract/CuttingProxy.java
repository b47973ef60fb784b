package io.longshore.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A way to an engine or a registry that breaks where a test says: after how many bytes, and in which direction. */
final class CuttingProxy implements AutoCloseable {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ReachableListener listener;
  private final URI target;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private volatile Rule rule = new Rule(Way.PASSING, 0, 0);

  private enum Way {
    PASSING,
    ANSWER_CUT_FOR_GOOD,
    ANSWER_CUT,
    ANSWER_STALLED,
    REQUEST_CUT,
    CLOSED,
    SILENT
  }

  /** What happens from the moment on at which it is set; bytes count from there, for each connection. */
  private static final class Rule {
    final Way way;
    final long after;
    final AtomicInteger left;
    final AtomicInteger met = new AtomicInteger();
    final AtomicLong asked = new AtomicLong();
    final AtomicLong answered = new AtomicLong();

    Rule(Way way, long after, int times) {
      this.way = way;
      this.after = after;
      left = new AtomicInteger(times);
    }

    boolean meets() {
      boolean meets = left.getAndUpdate(times -> Math.max(0, times - 1)) > 0;
      if (meets) {
        met.incrementAndGet();
      }
      return meets;
    }
  }

  private CuttingProxy(ReachableListener listener, URI target) {
    this.listener = listener;
    this.target = target;
    listener.serve(this::connected);
  }

  /** Between a client and its engine. */
  static CuttingProxy before(EngineUnderTest engine) {
    return new CuttingProxy(ReachableListener.onLoopback(), URI.create(engine.host()));
  }

  /** Between an engine and a registry of this machine. */
  static CuttingProxy between(EngineUnderTest engine, String registry) {
    return new CuttingProxy(ReachableListener.of(engine), URI.create("tcp://" + registry));
  }

  /** Host and port. */
  String address() {
    return listener.address();
  }

  void pass() {
    rule = new Rule(Way.PASSING, 0, 0);
  }

  /**
   * Cuts one connection, in the answer. An answer in chunks that is shorter than that loses its last chunk, so that
   * none arrives whole: the length of a progress differs from one time to the next.
   */
  void cutAnswer(long after) {
    rule = new Rule(Way.ANSWER_CUT, after, 1);
  }

  /** Cuts one connection, in the answer, and closes the others and those to come. */
  void cutAnswerAndClose(long after) {
    rule = new Rule(Way.ANSWER_CUT_FOR_GOOD, after, Integer.MAX_VALUE);
  }

  void cutRequest(long after) {
    cutRequests(after, 1);
  }

  void cutRequests(long after, int times) {
    rule = new Rule(Way.REQUEST_CUT, after, times);
  }

  /** Passes nothing on any more once a connection has answered this much, and keeps it open. */
  void stallAnswers(long after) {
    rule = new Rule(Way.ANSWER_STALLED, after, Integer.MAX_VALUE);
  }

  /** Closes every connection before a byte. */
  void closeAll() {
    rule = new Rule(Way.CLOSED, 0, Integer.MAX_VALUE);
    cut();
  }

  /** Accepts connections and answers nothing. */
  void staySilent() {
    rule = new Rule(Way.SILENT, 0, Integer.MAX_VALUE);
    cut();
  }

  /** How often what was told last has happened. */
  int met() {
    return rule.met.get();
  }

  /** Bytes of answers since it was told something. */
  long answered() {
    return rule.answered.get();
  }

  long asked() {
    return rule.asked.get();
  }

  /** Connections of this moment. */
  int open() {
    return open.size();
  }

  private void connected(SocketChannel client) {
    open.add(client);
    Rule now = rule;
    if (now.way == Way.CLOSED || now.way == Way.SILENT) {
      now.meets();
    }
    if (now.way == Way.CLOSED) {
      closed(client);
      return;
    }
    if (now.way == Way.SILENT) {
      awaitEnd(client);
      return;
    }
    try {
      SocketChannel server = connect();
      ReachableListener.start(() -> copy(server, client, true));
      copy(client, server, false);
    } catch (IOException e) {
      closed(client);
    }
  }

  /** Reads on, so that it is seen when the other side gives up. */
  private void awaitEnd(SocketChannel client) {
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    try {
      while (client.read(buffer.clear()) >= 0) {
        // What it says has no answer.
      }
    } catch (IOException e) {
      // Ended the other way.
    }
    closed(client);
  }

  private SocketChannel connect() throws IOException {
    if (target.getScheme().equals("unix")) {
      SocketChannel server = SocketChannel.open(StandardProtocolFamily.UNIX);
      server.connect(UnixDomainSocketAddress.of(target.getPath()));
      return server;
    }
    return SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()));
  }

  private void copy(SocketChannel from, SocketChannel to, boolean answers) {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    Rule counted = rule;
    long count = 0;
    boolean stalled = false;
    try {
      while (!stalled && from.read(buffer.clear()) >= 0) {
        buffer.flip();
        if (rule != counted) {
          counted = rule;
          count = 0;
        }
        int allowed = allowed(counted, count, buffer, answers);
        count += buffer.remaining();
        (answers ? counted.answered : counted.asked).addAndGet(buffer.remaining());
        boolean whole = allowed == buffer.remaining();
        write(to, buffer.limit(allowed));
        // The other direction sees when the client gives up. The server may end its side long before.
        stalled = !whole && counted.way == Way.ANSWER_STALLED;
        if (!whole && counted.way == Way.ANSWER_CUT_FOR_GOOD) {
          closeAll();
        }
        if (!whole && !stalled) {
          break;
        }
      }
    } catch (IOException e) {
      // Cut, or one of both has gone.
    } finally {
      if (!stalled) {
        closed(from);
        closed(to);
      }
    }
  }

  private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /** How many of the bytes pass. */
  private static int allowed(Rule rule, long before, ByteBuffer bytes, boolean answers) {
    int size = bytes.remaining();
    boolean concerned = answers
        ? rule.way == Way.ANSWER_CUT || rule.way == Way.ANSWER_CUT_FOR_GOOD || rule.way == Way.ANSWER_STALLED
        : rule.way == Way.REQUEST_CUT;
    if (!concerned) {
      return size;
    }
    if (before + size > rule.after) {
      return rule.meets() ? (int) Math.max(0, rule.after - before) : size;
    }
    boolean last = rule.way == Way.ANSWER_CUT && size >= LAST_CHUNK.length
        && Arrays.equals(bytes.array(), size - LAST_CHUNK.length, size, LAST_CHUNK, 0, LAST_CHUNK.length);
    return last && rule.meets() ? size - LAST_CHUNK.length : size;
  }

  private void cut() {
    open.forEach(this::closed);
  }

  private void closed(SocketChannel channel) {
    open.remove(channel);
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    listener.close();
    cut();
  }
}
