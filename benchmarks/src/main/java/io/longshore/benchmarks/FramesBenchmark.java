package io.longshore.benchmarks;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.FrameParts;
import io.longshore.internal.log.Frames;
import io.longshore.stream.LogFrame;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Takes a thousand frames apart; in this package, because the library keeps the class that does it to itself. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FramesBenchmark {

  private static final int FRAMES = 1000;

  /** Of a frame's payload. */
  @Param({"120", "16384"})
  public int size;

  private byte[] log;

  /** Makes the log. */
  @Setup
  public void setUp() {
    ByteBuffer frames = ByteBuffer.allocate(FRAMES * (8 + size));
    for (int i = 0; i < FRAMES; i++) {
      frames.putInt(0x01000000).putInt(size).put(new byte[size]);
    }
    log = frames.array();
  }

  /** Through Longshore. */
  @Benchmark
  public long longshore() {
    long bytes = 0;
    try (Frames frames = new Frames(new MemorySource(log), true)) {
      for (LogFrame frame = frames.next(); frame != null; frame = frames.next()) {
        bytes += frame.bytes().length;
      }
    }
    return bytes;
  }

  /** Through docker-java. */
  @Benchmark
  public long dockerJava() {
    Counting counting = new Counting();
    FrameParts.read(new ByteArrayInputStream(log), counting);
    return counting.bytes;
  }

  private static final class Counting extends ResultCallback.Adapter<Frame> {
    private long bytes;

    @Override
    public void onNext(Frame frame) {
      bytes += frame.getPayload().length;
    }
  }
}
