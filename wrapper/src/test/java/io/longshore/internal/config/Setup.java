package io.longshore.internal.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A home directory on disk and an environment to go with it. */
final class Setup {
  /** As docker 28.2.2 wrote it for {@code docker context create remote --docker host=…,ca=…}. */
  static final String REMOTE_HASH = "b71199ebd070b36beab7317920c2c2f1d777df8d05e5527d8458fda57cb17a7a";

  final Path home;
  final Map<String, String> variables = new HashMap<>();
  Long userId = 1000L;
  String os = "Linux";

  Setup(Path home) {
    this.home = home;
  }

  Path docker() {
    return home.resolve(".docker");
  }

  Setup set(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Setup config(String json) {
    write(docker().resolve("config.json"), json);
    return this;
  }

  Path metaFile(String context) {
    return docker().resolve("contexts/meta/" + ContextStore.hash(context) + "/meta.json");
  }

  Path tlsDirectory(String context) {
    return docker().resolve("contexts/tls/" + ContextStore.hash(context) + "/docker");
  }

  Setup meta(String context, String json) {
    write(metaFile(context), json);
    return this;
  }

  Setup context(String name, String host) {
    return meta(
        name,
        "{\"Name\":\""
            + name
            + "\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\""
            + host
            + "\",\"SkipTLSVerify\":false}}}");
  }

  static void pem(Path directory, String... names) {
    for (String name : names) {
      write(directory.resolve(name), "not read by discovery");
    }
  }

  Environment environment() {
    return new Environment(variables, home, userId, os);
  }

  DockerConfig resolve() {
    return DockerConfig.resolve(environment());
  }

  Candidates candidates() {
    return resolve().candidates();
  }

  /** The one candidate of an explicit choice. */
  Candidate only() {
    Candidates found = candidates();
    if (found.list().size() != 1 || !found.list().get(0).explicit()) {
      throw new AssertionError("not one explicit candidate: " + found);
    }
    return found.list().get(0);
  }

  /** The message of the failure; checked to be fit for one line. */
  String failure() {
    String message = assertThrows(ConfigException.class, this::resolve).getMessage();
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
    return message;
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
