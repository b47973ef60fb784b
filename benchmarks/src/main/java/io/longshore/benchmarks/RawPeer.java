package io.longshore.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The floor: a prebuilt request on a kept socket, and its answer thrown away. The first answer to each request tells
 * how long the others are. One connection for each thread.
 */
final class RawPeer implements Peer {

  private static final int BUFFER = 256 * 1024;

  private final Path path;
  private final Map<String, Long> lengths = new ConcurrentHashMap<>();
  private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Line> line = ThreadLocal.withInitial(this::connect);

  private record Line(SocketChannel channel, ByteBuffer buffer, Map<String, ByteBuffer> requests) {}

  RawPeer(URI host) {
    this.path = Path.of(host.getPath());
  }

  private Line connect() {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(path));
      open.add(channel);
      return new Line(channel, ByteBuffer.allocateDirect(BUFFER), new ConcurrentHashMap<>());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void ping() throws IOException {
    exchange("GET /_ping");
  }

  @Override
  public void start(String container) throws IOException {
    exchange("POST /containers/" + container + "/start");
  }

  @Override
  public void signal(String container) throws IOException {
    exchange("POST /containers/" + container + "/kill?signal=SIGCONT");
  }

  @Override
  public void inspect(String container) throws IOException {
    exchange("GET /containers/" + container + "/json");
  }

  @Override
  public long list(int limit) throws IOException {
    exchange("GET /containers/json?all=true&limit=" + limit);
    return limit;
  }

  @Override
  public long followLog(String container) throws IOException {
    exchange("GET /containers/" + container + "/logs?follow=true&stdout=true&stderr=true");
    return container.equals("large") ? Answers.LARGE_LOG : Answers.SMALL_LOG;
  }

  @Override
  public long download(String container) throws IOException {
    exchange("GET /containers/" + container + "/archive?path=/a");
    return Answers.ARCHIVE;
  }

  @Override
  public void upload(String container, InputStream tar, long size) throws IOException {
    Line own = line.get();
    String target = "PUT /containers/" + container + "/archive?path=/ HTTP/1.1";
    String head = target + "\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n";
    own.channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
    for (long left = size; left > 0;) {
      own.buffer.clear().limit((int) Math.min(left, BUFFER));
      left -= own.channel.write(own.buffer);
    }
    receive(own, "PUT");
  }

  private void exchange(String request) throws IOException {
    Line own = line.get();
    ByteBuffer prepared = own.requests.computeIfAbsent(request, RawPeer::prepare).clear();
    while (prepared.hasRemaining()) {
      own.channel.write(prepared);
    }
    receive(own, request);
  }

  private static ByteBuffer prepare(String request) {
    String length = request.startsWith("POST") ? "Content-Length: 0\r\n" : "";
    byte[] bytes = (request + " HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes);
  }

  private void receive(Line own, String request) throws IOException {
    Long length = lengths.get(request);
    if (length == null) {
      lengths.put(request, learn(own));
      return;
    }
    for (long left = length; left > 0;) {
      left -= read(own);
    }
  }

  private static int read(Line own) throws IOException {
    own.buffer.clear();
    int count = own.channel.read(own.buffer);
    if (count < 0) {
      throw new IOException("the engine has closed the connection");
    }
    return count;
  }

  private static long learn(Line own) throws IOException {
    long total = read(own);
    String start = StandardCharsets.ISO_8859_1.decode(own.buffer.flip()).toString();
    int head = start.indexOf("\r\n\r\n") + 4;
    String headers = start.substring(0, head).toLowerCase(Locale.ROOT);
    if (!headers.contains("\r\ntransfer-encoding: chunked")) {
      int at = headers.indexOf("\r\ncontent-length: ");
      long body = at < 0 ? 0 : Long.parseLong(headers.substring(at + 18, headers.indexOf("\r\n", at + 2)));
      while (total < head + body) {
        total += read(own);
      }
      return total;
    }
    // Long enough for the end of the last chunk, wherever reads cut it.
    String tail = start;
    while (!tail.endsWith("\r\n0\r\n\r\n")) {
      total += read(own);
      String more = StandardCharsets.ISO_8859_1.decode(own.buffer.flip()).toString();
      tail = tail.substring(Math.max(0, tail.length() - 7)) + more;
    }
    return total;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
