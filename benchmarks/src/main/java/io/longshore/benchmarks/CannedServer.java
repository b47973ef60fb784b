package io.longshore.benchmarks;

import io.longshore.benchmarks.Answers.Answer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine that only says what it was prepared to say, as fast as a socket takes it, in a process of its own.
 *
 * <p>Its one argument is the path of its socket; it says "ready", and ends when its input ends.
 */
public final class CannedServer {

  private static final int BUFFER = 256 * 1024;
  private static final int FOLLOWED_PAUSE_MILLIS = 250;
  private static final Pattern VERSION = Pattern.compile("^/v[0-9.]+");
  private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");

  private final Map<Integer, Answer> lists = new ConcurrentHashMap<>();
  private final Map<String, Answer> requests = new ConcurrentHashMap<>();
  private final Answer followed = Answers.followed();

  private CannedServer() {}

  public static void main(String[] args) throws IOException {
    CannedServer server = new CannedServer();
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(Path.of(args[0])), 1024);
    Thread accepting = new Thread(() -> server.accept(listening));
    accepting.setDaemon(true);
    accepting.start();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Whoever started this ends it by closing its input.
    }
  }

  private void accept(ServerSocketChannel listening) {
    while (true) {
      try {
        SocketChannel channel = listening.accept();
        Thread connection = new Thread(null, () -> serve(channel), "connection", 128 * 1024);
        connection.setDaemon(true);
        connection.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    ByteBuffer in = ByteBuffer.allocateDirect(8 * 1024);
    try (channel) {
      in.limit(0);
      for (String head = head(channel, in); head != null; head = head(channel, in)) {
        ByteBuffer rest = discardBody(channel, in, head);
        if (rest != in) {
          in.clear().put(rest).flip();
        }
        Answer known = requests.get(head);
        // Not computeIfAbsent alone: it may lock, and eight threads ask at once.
        answer(channel, known == null ? requests.computeIfAbsent(head, this::find) : known);
      }
    } catch (IOException e) {
      // The client has gone, which is how a benchmark ends.
    }
  }

  private static String head(SocketChannel channel, ByteBuffer in) throws IOException {
    while (true) {
      int end = endOfHead(in);
      if (end >= 0) {
        byte[] head = new byte[end - in.position()];
        in.get(head);
        return new String(head, StandardCharsets.ISO_8859_1);
      }
      in.compact();
      int count = channel.read(in);
      in.flip();
      if (count < 0) {
        return null;
      }
    }
  }

  private static int endOfHead(ByteBuffer in) {
    for (int i = in.position() + 3; i < in.limit(); i++) {
      if (in.get(i) == '\n' && in.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** What came after the body. */
  private static ByteBuffer discardBody(SocketChannel channel, ByteBuffer in, String head) throws IOException {
    if (head.startsWith("GET")) {
      return in;
    }
    String headers = head.toLowerCase(Locale.ROOT);
    Matcher length = LENGTH.matcher(headers);
    boolean counted = length.find();
    if (counted && Long.parseLong(length.group(1)) <= in.remaining()) {
      return skip(channel, in, Long.parseLong(length.group(1)));
    }
    if (!counted && !headers.contains("transfer-encoding: chunked")) {
      return in;
    }
    // As large for a body of known length as for chunks, so that neither sender waits longer for its reader.
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).put(in).flip();
    if (counted) {
      return skip(channel, buffer, Long.parseLong(length.group(1)));
    }
    while (true) {
      long size = 0;
      for (int digit = next(channel, buffer); digit != '\n'; digit = next(channel, buffer)) {
        if (digit != '\r') {
          size = size * 16 + Character.digit(digit, 16);
        }
      }
      buffer = skip(channel, buffer, size + 2);
      if (size == 0) {
        return buffer;
      }
    }
  }

  private static int next(SocketChannel channel, ByteBuffer buffer) throws IOException {
    if (!buffer.hasRemaining()) {
      fill(channel, buffer);
    }
    return buffer.get();
  }

  private static ByteBuffer skip(SocketChannel channel, ByteBuffer buffer, long count) throws IOException {
    long left = count;
    while (left > buffer.remaining()) {
      left -= buffer.remaining();
      buffer.position(buffer.limit());
      fill(channel, buffer);
    }
    return buffer.position(buffer.position() + (int) left);
  }

  private static void fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    buffer.flip();
    if (count < 0) {
      throw new IOException("the client has gone in the middle of a body");
    }
  }

  private void answer(SocketChannel channel, Answer answer) throws IOException {
    write(channel, answer.head());
    for (long i = 0; i < answer.times(); i++) {
      write(channel, answer.block());
      if (answer == followed) {
        pause();
      }
    }
    write(channel, answer.end());
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(FOLLOWED_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    ByteBuffer left = bytes.duplicate();
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  private Answer find(String head) {
    String[] words = head.split("[ \r]", 3);
    String path = VERSION.matcher(words[1]).replaceFirst("");
    String name = path.replaceFirst("\\?.*", "");
    return switch (words[0] + " " + name) {
      case "GET /_ping" -> Answers.ping();
      case "GET /containers/json" -> list(path);
      case "GET /containers/small/logs" -> Answers.smallFrames();
      case "GET /containers/single/logs" -> Answers.singleFrames();
      case "GET /containers/large/logs" -> Answers.largeFrames();
      case "GET /containers/followed/logs" -> followed;
      case "GET /containers/web/archive" -> Answers.archive();
      case "PUT /containers/web/archive" -> Answers.empty();
      case "POST /containers/web/start", "POST /containers/web/kill" -> Answers.nothing();
      case "GET /containers/web/json", "GET /containers/followed/json" -> Answers.json(Answers.inspect(true));
      default -> name.matches("/containers/\\w+/json") ? Answers.json(Answers.inspect(false)) : Answers.unknown();
    };
  }

  private Answer list(String path) {
    Matcher limit = LIMIT.matcher(path);
    int containers = limit.find() ? Integer.parseInt(limit.group(1)) : 20;
    return lists.computeIfAbsent(containers, count -> Answers.json(Answers.list(count)));
  }
}
