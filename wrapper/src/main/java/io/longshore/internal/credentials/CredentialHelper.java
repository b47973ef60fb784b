package io.longshore.internal.credentials;

import com.google.gson.stream.JsonReader;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.internal.config.Environment;
import io.longshore.internal.config.JsonFile;
import io.longshore.internal.config.Text;
import io.longshore.internal.process.ChildProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program that keeps credentials, {@code docker-credential-NAME}. What it says is a secret, errors included. */
final class CredentialHelper {
  /** A name that is a part of a file's name and nothing else. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

  /** Far above any token, and far below what hurts. */
  private static final int LONGEST_ANSWER = 1024 * 1024;

  /** Far above any registry's name. */
  private static final int LONGEST_QUESTION = 1000;

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
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    byte[] question = registry.getBytes(StandardCharsets.UTF_8);
    try (ChildProcess helper = started(question)) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      int exitCode = await(helper, answer, limit, closed);
      String words = answer.toString(StandardCharsets.UTF_8);
      return exitCode == 0 ? read(words, registry) : refused(exitCode, words);
    }
  }

  private Path program() throws HelperFailure {
    if (!NAME.matcher(name).matches()) {
      throw new HelperFailure("has a name that is not one: letters, digits, '-', '_' and '.' are allowed");
    }
    return env.program(toString()).orElseThrow(() -> new HelperFailure("is not a program in PATH"));
  }

  private ChildProcess started(byte[] question) throws HelperFailure {
    try {
      return ChildProcess.ask(List.of(program().toString(), "get"), env.variables(), question);
    } catch (IOException e) {
      throw new HelperFailure("cannot be started: " + e.getMessage());
    }
  }

  private static int await(ChildProcess helper, ByteArrayOutputStream answer, Duration limit, BooleanSupplier closed)
      throws HelperFailure, InterruptedException {
    long started = System.nanoTime();
    try {
      return helper.read((part, count) -> answer.write(part, 0, count), () -> {
        if (answer.size() > LONGEST_ANSWER) {
          throw new HelperFailure("sent more than " + LONGEST_ANSWER + " bytes");
        }
        if (closed.getAsBoolean()) {
          throw new CancellationException();
        }
        if (System.nanoTime() - started > limit.toNanos()) {
          throw new HelperFailure("did not end within " + limit.toMillis() / 1000.0 + " s and was killed");
        }
      });
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
}
