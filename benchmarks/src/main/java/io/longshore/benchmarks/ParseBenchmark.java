package io.longshore.benchmarks;

import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.core.DockerClientConfig;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reads answers from memory; both libraries read a stream, as they do from an engine. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParseBenchmark {

  private final byte[] inspect = Answers.inspect(true);
  private final byte[] list = Answers.list(1000);
  private final JsonAdapter<List<ContainerSummary>> listAdapter = JsonAdapter.list(ContainerSummary.ADAPTER);
  private final ObjectReader inspectReader = DockerClientConfig.getDefaultObjectMapper()
      .readerFor(InspectContainerResponse.class);
  private final ObjectReader listReader = DockerClientConfig.getDefaultObjectMapper()
      .readerForListOf(com.github.dockerjava.api.model.Container.class);

  /** A container, through Longshore. */
  @Benchmark
  public Object inspectLongshore() throws IOException {
    return Json.decode(ContainerInspect.ADAPTER, inspect);
  }

  /** A container, through docker-java. */
  @Benchmark
  public Object inspectDockerJava() throws IOException {
    return inspectReader.readValue(new ByteArrayInputStream(inspect));
  }

  /** A thousand containers, through Longshore. */
  @Benchmark
  public Object listLongshore() throws IOException {
    return Json.decode(listAdapter, list);
  }

  /** A thousand containers, through docker-java. */
  @Benchmark
  public Object listDockerJava() throws IOException {
    return listReader.readValue(new ByteArrayInputStream(list));
  }
}
