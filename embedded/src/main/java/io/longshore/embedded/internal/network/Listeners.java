package io.longshore.embedded.internal.network;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a container's programs listen on, and their connections, which end with the container. Thread-safe. */
final class Listeners {
  private static final int BACKLOG = 50;
  private static final long LOOK_MILLIS = 100;

  private final Map<Integer, Listening> listening = new HashMap<>();
  private final Set<Socket> connections = new HashSet<>();
  private boolean open;

  /** Programs run from now on. */
  synchronized void open() {
    open = true;
  }

  /** Ends all that its programs have open. */
  void close() {
    List<AutoCloseable> ending = new ArrayList<>();
    synchronized (this) {
      open = false;
      ending.addAll(listening.values());
      ending.addAll(connections);
      listening.clear();
      connections.clear();
    }
    ending.forEach(Listeners::end);
  }

  static void end(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      // It is of no use any more, closed or not.
    }
  }

  synchronized ServerSocket listen(int port) throws IOException {
    if (!open) {
      throw new SocketException("the container has ended");
    }
    int chosen = port;
    for (int next = 32768; chosen == 0; next++) {
      chosen = listening.containsKey(next) ? 0 : next;
    }
    if (listening.containsKey(chosen)) {
      throw new BindException("Address already in use");
    }
    Listening socket = new Listening(chosen);
    listening.put(chosen, socket);
    return socket;
  }

  synchronized List<Integer> ports() {
    return listening.keySet().stream().sorted().toList();
  }

  private synchronized boolean keep(Collection<Socket> sockets) {
    connections.removeIf(Socket::isClosed);
    return open && connections.addAll(sockets);
  }

  /** Hands a connection to whoever listens; false if nobody does. */
  boolean offer(int port, Socket connection) {
    Listening listener;
    synchronized (this) {
      listener = listening.get(port);
    }
    return listener != null && keep(List.of(connection)) && listener.arrived.offer(connection);
  }

  /** Connects a program of this container with whoever listens on a port of another one, or of this one. */
  Socket connect(Listeners other, int port) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket meeting = new ServerSocket(0, BACKLOG, loopback)) {
      Socket mine = new Socket(loopback, meeting.getLocalPort());
      Socket theirs = meeting.accept();
      while (theirs.getPort() != mine.getLocalPort()) {
        // Somebody else on this machine was faster.
        end(theirs);
        theirs = meeting.accept();
      }
      if (keep(List.of(mine)) && other.offer(port, theirs)) {
        return mine;
      }
      end(mine);
      end(theirs);
      throw new java.net.ConnectException("Connection refused");
    }
  }

  /** What a program listens with. Its connections are real ones of this machine; it is bound to none of its ports. */
  private final class Listening extends ServerSocket {
    private final int port;
    private final BlockingQueue<Socket> arrived = new LinkedBlockingQueue<>(BACKLOG);
    private volatile int timeout;
    private volatile boolean closed;

    Listening(int port) throws IOException {
      this.port = port;
    }

    @Override
    public Socket accept() throws IOException {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
      try {
        while (!closed) {
          Socket next = arrived.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          if (next != null) {
            return next;
          }
          if (timeout > 0 && System.nanoTime() - deadline >= 0) {
            throw new SocketTimeoutException("Accept timed out");
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for a connection");
      }
      throw new SocketException("Socket closed");
    }

    @Override
    public void setSoTimeout(int millis) {
      timeout = millis;
    }

    @Override
    public int getSoTimeout() {
      return timeout;
    }

    @Override
    public int getLocalPort() {
      return closed ? -1 : port;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
      return new InetSocketAddress(port);
    }

    @Override
    public boolean isBound() {
      return true;
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void bind(SocketAddress endpoint, int backlog) throws IOException {
      throw new SocketException("already bound");
    }

    @Override
    public void close() throws IOException {
      closed = true;
      synchronized (Listeners.this) {
        listening.remove(port, this);
      }
      arrived.forEach(Listeners::end);
      super.close();
    }
  }
}
