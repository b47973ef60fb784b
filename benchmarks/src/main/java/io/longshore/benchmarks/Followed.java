package io.longshore.benchmarks;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.error.CancelledException;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogStream;
import java.io.Closeable;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One client in a process of its own that follows many logs, and says what that takes. */
public final class Followed {

  /** What there is at one moment; memory in KiB. */
  record State(long threads, long heap, long direct, long resident) {

    static State now() throws InterruptedException {
      for (int i = 0; i < 4; i++) {
        System.gc();
        Thread.sleep(100);
      }
      long direct = 0;
      for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
        direct += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
      }
      return new State(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024,
          direct / 1024,
          Proc.kib("VmRSS"));
    }

    static State parse(String line) {
      String[] words = line.split(" ");
      return new State(
          Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    String text() {
      return threads + " " + heap + " " + direct + " " + resident;
    }
  }

  private static final String CONTAINER = "followed";
  private static final int FRAMES = 2;
  private static final long DEADLINE_SECONDS = 120;
  private static final long CLOSE_SECONDS = 30;
  // Of client and JVM; a pool may keep some for a while.
  private static final int SPARE_THREADS = 20;

  private final List<Closeable> open = new ArrayList<>();
  private final List<CountDownLatch> seen = new ArrayList<>();

  private Followed() {}

  /** Arguments: the peer, for Longshore the kind of thread that reads, the engine's address, and how many logs. */
  public static void main(String[] args) throws Exception {
    URI host = URI.create(args[2]);
    int streams = Integer.parseInt(args[3]);
    Followed followed = new Followed();
    if (args[0].equals("longshore")) {
      try (DockerClient docker = DockerClient.builder().host(host.toString()).build()) {
        docker.system().ping();
        Executor threads = threads(args[1]);
        followed.run(streams, latch -> follow(docker.containers().get(CONTAINER), threads, latch));
      }
    } else {
      try (DockerJavaPeer peer = new DockerJavaPeer(args[0], host)) {
        peer.ping();
        followed.run(streams, latch -> follow(peer, latch));
      }
    }
  }

  private interface Opening {
    Closeable open(CountDownLatch seen) throws InterruptedException;
  }

  /** Says three states: before, with all streams open and read from, and after they were closed. */
  private void run(int streams, Opening opening) throws Exception {
    State before = State.now();
    System.out.println(before.text());
    for (int i = 0; i < streams; i++) {
      CountDownLatch latch = new CountDownLatch(FRAMES);
      seen.add(latch);
      open.add(opening.open(latch));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    for (CountDownLatch latch : seen) {
      if (!latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("a stream of " + streams + " brings nothing");
      }
    }
    System.out.println(State.now().text());
    deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    for (Closeable stream : open) {
      stream.close();
    }
    while (ManagementFactory.getThreadMXBean().getThreadCount() > before.threads + SPARE_THREADS) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("threads stay when their streams are closed");
      }
      Thread.sleep(20);
    }
    System.out.println(State.now().text());
  }

  private static Closeable follow(Container container, Executor threads, CountDownLatch seen) {
    LogStream log = container.logs(l -> l.follow());
    threads.execute(
        () -> {
          try {
            for (LogFrame frame : log) {
              if (frame.bytes().length > 0) {
                seen.countDown();
              }
            }
          } catch (CancelledException e) {
            // Closed, which is how it ends.
          }
        });
    return log::close;
  }

  private static Closeable follow(DockerJavaPeer peer, CountDownLatch seen) throws InterruptedException {
    ResultCallback.Adapter<Frame> callback = new ResultCallback.Adapter<>() {
      @Override
      public void onNext(Frame frame) {
        if (frame.getPayload().length > 0) {
          seen.countDown();
        }
      }
    };
    peer.client().logContainerCmd(CONTAINER).withStdOut(true).withStdErr(true).withFollowStream(true).exec(callback);
    callback.awaitStarted();
    return callback;
  }

  private static Executor threads(String kind) throws ReflectiveOperationException {
    if (kind.equals("platform")) {
      return reading -> new Thread(reading, "reading").start();
    }
    // By name, because this is compiled for a JDK that has none.
    var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    return reading -> {
      try {
        start.invoke(null, reading);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
