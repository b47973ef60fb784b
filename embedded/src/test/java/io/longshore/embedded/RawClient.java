package io.longshore.embedded;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP by hand: what goes over the wire, and nothing else. One request for each connection unless told otherwise. */
final class RawClient implements AutoCloseable {
  /** An answer. */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The first string field of this name anywhere in the body. */
    String field(String name) {
      Matcher matcher = Pattern.compile("\"" + name + "\":\\s*\"?([^\",}\\]]*)").matcher(body);
      return matcher.find() ? matcher.group(1) : "";
    }
  }

  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();

  RawClient(String host) throws IOException {
    URI uri = URI.create(host);
    SocketAddress address = uri.getScheme().equals("unix")
        ? UnixDomainSocketAddress.of(Path.of(uri.getPath()))
        : new InetSocketAddress(uri.getHost(), uri.getPort());
    channel = SocketChannel.open(address);
  }

  static Answer call(EmbeddedEngine engine, String method, String target) throws IOException {
    return call(engine, method, target, "");
  }

  static Answer call(EmbeddedEngine engine, String method, String target, String body) throws IOException {
    try (RawClient client = new RawClient(engine.host())) {
      return client.exchange(method, target, body);
    }
  }

  Answer exchange(String method, String target, String body) throws IOException {
    send(method, target, body, "");
    return readAnswer(method);
  }

  void send(String method, String target, String body, String moreHeaders) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + moreHeaders;
    if (bytes.length > 0 || method.equals("POST")) {
      head += "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n";
    }
    write(head + "\r\n" + body);
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] all) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(all);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  int readByte() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      if (count < 0) {
        return -1;
      }
    }
    return buffer.get() & 0xff;
  }

  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = readByte(); next != '\n'; next = readByte()) {
      if (next < 0) {
        throw new EOFException("the engine closed after '" + line + "'");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  byte[] readBytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      int next = readByte();
      if (next < 0) {
        throw new EOFException();
      }
      bytes[i] = (byte) next;
    }
    return bytes;
  }

  String readToEnd() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = readByte(); next >= 0; next = readByte()) {
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads an answer's head only. */
  Answer readHead() throws IOException {
    String status = readLine();
    Map<String, String> headers = new TreeMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(status.split(" ")[1]), headers, "");
  }

  /** Reads one chunk; empty at the end. */
  String readChunk() throws IOException {
    int size = Integer.parseInt(readLine(), 16);
    String chunk = new String(readBytes(size), StandardCharsets.ISO_8859_1);
    readLine();
    return chunk;
  }

  Answer readAnswer(String method) throws IOException {
    Answer head = readHead();
    StringBuilder body = new StringBuilder();
    if (head.header("Transfer-Encoding").equals("chunked")) {
      for (String chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
        body.append(chunk);
      }
    } else if (!method.equals("HEAD") && !head.header("Content-Length").isEmpty()) {
      body.append(new String(readBytes(Integer.parseInt(head.header("Content-Length"))), StandardCharsets.UTF_8));
    }
    return new Answer(head.status, head.headers, body.toString());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
