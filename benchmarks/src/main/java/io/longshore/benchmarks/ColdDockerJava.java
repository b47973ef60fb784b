package io.longshore.benchmarks;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;

/** Cold start: a program that lists containers and ends. */
public final class ColdDockerJava {

  private ColdDockerJava() {}

  /** The argument is the engine's address. */
  public static void main(String[] args) throws IOException {
    DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost(args[0])
        .withDockerTlsVerify(false)
        .build();
    int count;
    try (DockerClient docker = DockerClientImpl.getInstance(
        config, new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build())) {
      count = docker.listContainersCmd().withShowAll(true).withLimit(ColdStart.CONTAINERS).exec().size();
    }
    System.out.println(count + " " + Proc.kib("VmHWM"));
  }
}
