package io.longshore.container;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.internal.flags.KeyValueFile;
import io.longshore.internal.options.Check;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The part of {@link CreateOptions.Builder} that adds variables of the environment, and labels. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class VariableOptions<B extends VariableOptions<B>> extends HostOptions<B>
    permits CreateOptions.Builder {
  private final List<String> env = new ArrayList<>();
  private final Map<String, String> labels = new LinkedHashMap<>();

  VariableOptions() {}

  /**
   * Adds a variable to the environment.
   *
   * @param name its name
   * @param value its value; never shown in messages
   * @return this
   */
  public B env(String name, String value) {
    env.add(Env.entry(name, value));
    return self();
  }

  /**
   * Adds variables to the environment.
   *
   * @param variables names and values
   * @return this
   */
  public B env(Map<String, String> variables) {
    variables.forEach(this::env);
    return self();
  }

  /**
   * Adds variables to the environment, in the form that engines have.
   *
   * @param entries each {@code NAME=value}; a name alone removes the image's variable
   * @return this
   */
  public B env(List<String> entries) {
    entries.forEach(Env::check);
    env.addAll(entries);
    return self();
  }

  /**
   * Adds the variables of a file. Docker: {@code --env-file}, whose rules hold: each line has {@code NAME=value}, the
   * value unchanged; a {@code NAME} without a value is taken from this program's environment and left out if it is
   * not there; lines that begin with {@code #} are comments.
   *
   * @param file the file, which is read now
   * @return this
   * @throws IllegalArgumentException if it cannot be read or a line has no name; the message has the line's number
   *     and never a value
   */
  public B envFile(Path file) {
    env.addAll(KeyValueFile.env(file, System::getenv));
    return self();
  }

  /**
   * Adds a label. {@code io.longshore.create} is the library's own; its value is replaced.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public B label(String name, String value) {
    labels.put(Check.text("label name", name), Objects.requireNonNull(value, "label value"));
    return self();
  }

  /**
   * Adds labels.
   *
   * @param labels names and values
   * @return this
   */
  public B labels(Map<String, String> labels) {
    labels.forEach(this::label);
    return self();
  }

  /**
   * Adds the labels of a file. Docker: {@code --label-file}, whose rules hold: each line has {@code name=value}, the
   * value unchanged, or only a name; lines that begin with {@code #} are comments.
   *
   * @param file the file, which is read now
   * @return this
   * @throws IllegalArgumentException if it cannot be read or a line has no name
   */
  public B labelFile(Path file) {
    return labels(KeyValueFile.labels(file));
  }

  /** {@code NAME=value}, or a name: its value is this program's, or else the image's is removed. */
  void variable(String entry) {
    Env.check(entry);
    String value = entry.indexOf('=') < 0 ? System.getenv(entry) : null;
    env.add(value == null ? entry : entry + "=" + value);
  }

  /** What customize has set stays; what these methods collected is added to it. */
  @Override
  final void addTo(ContainerCreateRequest.Builder request) {
    ContainerCreateRequest set = request.build();
    set.env().forEach(Env::check);
    if (!env.isEmpty()) {
      request.env(Concat.of(set.env(), env));
    }
    if (!labels.isEmpty()) {
      request.labels(Concat.of(set.labels(), labels));
    }
    super.addTo(request);
  }
}
