package io.longshore.system;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.DockerClient;
import io.longshore.generated.engine.model.DataUsageType;
import io.longshore.unit.ScriptedEngine;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ping, version and info. */
@Timeout(30)
class WhatTheEngineSaysOfItselfTest {
  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  @Test
  void aPingIsAnsweredInHeaders() {
    Headers headers = Headers.of(
        "API-VERSION", "1.51", "ostype", "linux", "Server", "Docker/28.5.2 (linux)", "Docker-Experimental", "true",
        "Content-Type", "text/plain; charset=utf-8");
    engine.answers(new MockResponse(200, headers, "OK"));
    assertEquals(new Ping("1.51", "linux", "Docker/28.5.2 (linux)", true), docker.system().ping());
    assertEquals(List.of("GET /v1.51/_ping"), engine.lines());
  }

  @Test
  void whatAPingDoesNotSayIsUnknown() {
    engine.answers(ScriptedEngine.pong(null));
    assertEquals(new Ping(null, null, null, false), docker.system().ping());
  }

  @Test
  void diskUse() {
    engine.answers(json(200, "{\"LayersSize\":5}"));
    assertEquals(5L, docker.system().dataUsage().layersSize());
    docker.system().dataUsage(d -> d.type(DataUsageType.IMAGE, DataUsageType.BUILD_CACHE));
    assertEquals(List.of("GET /v1.51/system/df", "GET /v1.51/system/df?type=image&type=build-cache"), engine.lines());
    engine.forget();
    try (DockerClient newer = engine.speaks("1.52").client()) {
      newer.system().dataUsage(d -> d.verbose());
    }
    assertEquals(List.of("GET /v1.52/system/df?verbose=true"), engine.lines());
  }

  @Test
  void versionAndInfo() {
    engine.answers(
        json(200, "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.51\",\"ID\":\"e\",\"NCPU\":2,\"Warnings\":null}"));
    assertEquals("28.5.2", docker.system().version().version());
    assertEquals(2L, docker.system().info().ncpu());
    assertEquals(List.of(), docker.system().info().warnings());
    assertEquals(List.of("GET /v1.51/version", "GET /v1.51/info", "GET /v1.51/info"), engine.lines());
    assertEquals("longshore/dev", engine.last().getHeaders().get("User-Agent").replaceFirst("/.*", "/dev"));
    assertEquals("identity", engine.last().getHeaders().get("Accept-Encoding"));
  }
}
