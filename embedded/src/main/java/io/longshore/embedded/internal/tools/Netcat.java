package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.internal.process.RunningProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code nc}: connects to a port of a container, or waits for one connection. */
final class Netcat {
  private static final int LOOK_MILLIS = 100;
  private static final int LAST_WORDS_MILLIS = 500;

  private Netcat() {}

  static int run(ProcessContext process) throws IOException, InterruptedException {
    Words words = new Words(process, "lp:w:");
    boolean listens = words.has('l');
    if (words.operands.size() != (listens ? 0 : 2)) {
      throw new IllegalArgumentException("nc HOST PORT, or nc -l -p PORT");
    }
    int seconds = number(words.value('w'));
    long deadline = seconds == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    String host = listens ? "" : words.operands.get(0);
    int port = number(listens ? words.value('p') : words.operands.get(1));
    try (Socket connection = listens ? accept(process, port, deadline) : process.connect(host, port)) {
      return exchange(process, connection, deadline);
    } catch (UnknownHostException e) {
      return Tools.complain(process, "bad address '" + host + "'");
    } catch (ConnectException e) {
      return Tools.complain(process, "can't connect to remote host (" + host + "): Connection refused");
    } catch (SocketTimeoutException e) {
      return Tools.complain(process, "timed out");
    } catch (java.net.BindException e) {
      return Tools.complain(process, "bind: Address already in use");
    }
  }

  /** The ports on which the container's programs listen. */
  static int netstat(ProcessContext process) {
    if (!List.of("-ltn", "-lnt", "-tln", "-tnl", "-nlt", "-ntl").contains(String.join(" ", process.arguments()))) {
      return Tools.refused(process);
    }
    Tools.print(process, "Active Internet connections (only servers)");
    Tools.print(process, "Proto Recv-Q Send-Q Local Address           Foreign Address         State       ");
    for (int port : ((RunningProgram) process).listening()) {
      Tools.print(process, "tcp        0      0 %-23s :::*                    LISTEN      ".formatted(":::" + port));
    }
    return 0;
  }

  private static int number(@Nullable String text) {
    if (text != null && !text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException("invalid number '" + text + "'");
    }
    return text == null ? 0 : Integer.parseInt(text);
  }

  private static Socket accept(ProcessContext process, int port, long deadline) throws IOException {
    try (ServerSocket listening = process.listen(port)) {
      if (deadline != Long.MAX_VALUE) {
        listening.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      }
      return listening.accept();
    }
  }

  /** Sends what it reads, and prints what comes until the other side ends. */
  private static int exchange(ProcessContext process, Socket connection, long deadline)
      throws IOException, InterruptedException {
    Thread sending = new Thread(() -> send(process.stdin(), connection), "longshore-nc");
    sending.setDaemon(true);
    sending.start();
    // A read of a socket cannot be interrupted, so it looks up now and then.
    connection.setSoTimeout(LOOK_MILLIS);
    InputStream in = connection.getInputStream();
    byte[] bytes = new byte[8192];
    while (true) {
      try {
        int count = in.read(bytes);
        if (count < 0) {
          // The other side may end before this one has sent what it had.
          sending.join(LAST_WORDS_MILLIS);
          return 0;
        }
        process.stdout().write(bytes, 0, count);
      } catch (SocketTimeoutException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("killed");
        }
      }
    }
  }

  private static void send(InputStream from, Socket connection) {
    try {
      OutputStream out = connection.getOutputStream();
      from.transferTo(out);
      connection.shutdownOutput();
    } catch (IOException e) {
      // The other side, or this program, has ended.
    }
  }
}
