package io.longshore.internal.credentials;

import com.google.gson.stream.JsonReader;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.internal.config.Environment;
import io.longshore.internal.config.JsonFile;
import io.longshore.internal.config.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program that keeps credentials, {@code docker-credential-NAME}. What it says is a secret, errors included. */
final class CredentialHelper {
  /** A name that is a part of a file's name and nothing else. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

  /** Far above any token, and far below what hurts. */
  private static final int LONGEST_ANSWER = 1024 * 1024;

  /** Fits into the smallest pipe, so that writing it never blocks. */
  private static final int LONGEST_QUESTION = 1000;

  private static final long PAUSE_MILLIS = 10;

  private static final String TOKEN = "<token>";

  private final String name;
  private final Environment env;

  CredentialHelper(String name, Environment env) {
    this.name = name;
    this.env = env;
  }

  /** Whether its name can be that of a program. */
  boolean hasName() {
    return NAME.matcher(name).matches();
  }

  /** The program's name, fit for a message. */
  @Override
  public String toString() {
    return hasName() ? "docker-credential-" + name : "the credential helper " + Text.quote(name);
  }

  /**
   * Asks for the credentials of a registry, without a shell.
   *
   * @return null if the helper has none
   */
  @Nullable
  AuthConfig get(String registry, Duration limit, BooleanSupplier closed) throws HelperFailure, InterruptedException {
    if (registry.length() > LONGEST_QUESTION) {
      throw new HelperFailure("is not asked for a name of " + registry.length() + " characters");
    }
    // Its errors are for a terminal, and may have secrets in them.
    ProcessBuilder builder = new ProcessBuilder(program().toString(), "get")
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(env.variables());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Process process = started(builder);
    try {
      ask(process, registry);
      String answer = answer(process, limit, closed);
      return process.exitValue() == 0 ? read(answer, registry) : refused(process.exitValue(), answer);
    } finally {
      end(process);
    }
  }

  private Path program() throws HelperFailure {
    if (!NAME.matcher(name).matches()) {
      throw new HelperFailure("has a name that is not one: letters, digits, '-', '_' and '.' are allowed");
    }
    return env.program(toString()).orElseThrow(() -> new HelperFailure("is not a program in PATH"));
  }

  private static Process started(ProcessBuilder builder) throws HelperFailure {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new HelperFailure("cannot be started: " + e.getMessage());
    }
  }

  private static void ask(Process process, String registry) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(registry.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading the question; how it ended says more.
    }
  }

  /**
   * Reads only what has arrived already, so this thread can always be interrupted, and a child that holds the pipe
   * open after the helper's end delays nothing.
   */
  private static String answer(Process process, Duration limit, BooleanSupplier closed)
      throws HelperFailure, InterruptedException {
    InputStream out = process.getInputStream();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    long started = System.nanoTime();
    try {
      while (true) {
        boolean ended = process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        while (out.available() > 0) {
          answer.write(part, 0, Math.max(0, out.read(part, 0, Math.min(part.length, out.available()))));
          if (answer.size() > LONGEST_ANSWER) {
            throw new HelperFailure("sent more than " + LONGEST_ANSWER + " bytes");
          }
        }
        if (ended) {
          return answer.toString(StandardCharsets.UTF_8);
        }
        if (closed.getAsBoolean()) {
          throw new CancellationException();
        }
        if (System.nanoTime() - started > limit.toNanos()) {
          throw new HelperFailure("did not end within " + limit.toMillis() / 1000.0 + " s and was killed");
        }
      }
    } catch (IOException e) {
      throw new HelperFailure("ended with an answer that cannot be read");
    }
  }

  private static @Nullable AuthConfig refused(int exitCode, String answer) throws HelperFailure {
    // The protocol's words for "none"; the exit code is that of any failure.
    if (answer.toLowerCase(Locale.ROOT).contains("credentials not found")) {
      return null;
    }
    throw new HelperFailure("ended with exit code " + exitCode);
  }

  private static @Nullable AuthConfig read(String answer, String registry) throws HelperFailure {
    Map<String, String> members = new HashMap<>();
    try {
      JsonFile.object(new JsonReader(new StringReader(answer)), "the answer", (member, value) -> {
        String known = member.toLowerCase(Locale.ROOT);
        if (known.equals("username") || known.equals("secret")) {
          String text = JsonFile.string(value, member);
          members.put(known, text == null ? "" : text);
          return true;
        }
        return false;
      });
    } catch (IOException | RuntimeException e) {
      // Not kept as a cause: its message may have a part of the secret.
      throw new HelperFailure("answered with something else than the JSON of a credential helper");
    }
    String username = members.getOrDefault("username", "");
    String secret = members.getOrDefault("secret", "");
    if (username.isEmpty() && secret.isEmpty()) {
      return null;
    }
    AuthConfig.Builder auth = AuthConfig.builder().serveraddress(registry);
    return username.equals(TOKEN)
        ? auth.identitytoken(secret).build()
        : auth.username(username).password(secret).build();
  }

  /** Only what has not ended by itself: an agent that the helper started for later is none of our business. */
  private static void end(Process process) {
    if (process.isAlive()) {
      // Found before their parent dies, since they have another one then, and killed after it, which could go on
      // otherwise.
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      // Nothing is read from it any more.
    }
  }
}
