package io.longshore.benchmarks;

import io.longshore.DockerClient;

/** Cold start: a program that lists containers and ends. */
public final class ColdLongshore {

  private ColdLongshore() {}

  /** The argument is the engine's address. */
  public static void main(String[] args) {
    int count;
    try (DockerClient docker = DockerClient.builder().host(args[0]).build()) {
      count = docker.containers().list(l -> l.all().limit(ColdStart.CONTAINERS)).size();
    }
    System.out.println(count + " " + Proc.kib("VmHWM"));
  }
}
