package io.longshore.build;

import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ImageBuildOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A build in the words of {@code docker buildx build}. Other users of the machine see the words, so values that may be
 * secret are variables of the command's environment, whatever this process has under their names. A build argument has
 * to be among the words if the command follows its name, such as {@code HTTP_PROXY}, if the program has another use for
 * that variable, or if it cannot be a variable.
 */
final class BuildxCommand {
  /** What this class calls secrets in the environment. */
  private static final String SECRET = "LONGSHORE_SECRET_";

  /** The kernel's limit for one variable is 128 KiB. */
  private static final int LONGEST_VARIABLE = 128 * 1000;

  /** Everything else would be a directory of this machine. */
  private static final Pattern REMOTE = Pattern
      .compile("(?i)(?:https?|git|ssh)://.+|github\\.com/.+|[\\w.-]+@[\\w.-]+:.+");

  private static final Pattern PASSWORD = Pattern.compile("(?i)(?:https?|git)://[^/@]*@.*|ssh://[^/@]*:[^/@]*@.*");

  /**
   * Variables that the docker command follows itself, with its libraries and the programs that it starts for
   * credentials, and those that a shell sets if the command is a script. Of those with a common beginning, it follows
   * others in each version.
   */
  private static final Pattern FOLLOWED = Pattern.compile(
      "(?i)(?:DOCKER|BUILDX|BUILDKIT|EXPERIMENTAL|LONGSHORE|LD|DYLD|OTEL|SSL|GIT|XDG|AWS|AZURE|ACTIONS|GRPC|KUBERNETES"
          + "|DBUS|GPG|PASSWORD_STORE|CLOUDSDK|LC)_.*|.*_PROXY|SSH_(?:AUTH_SOCK|AGENT_PID|ASKPASS.*)|KUBECONFIG|GNUPGHOME"
          + "|GO(?:DEBUG|GC|MAXPROCS|MEMLIMIT|TRACEBACK|RACE|COVERDIR|OGLE_APPLICATION_CREDENTIALS)"
          + "|PATH|HOME|PWD|USER|LOGNAME|SHELL|DISPLAY|TMPDIR|TEMP|TMP|LANG|LANGUAGE|TZ|ZONEINFO|TERM|NO_COLOR"
          + "|_|SHLVL|OLDPWD|UID|EUID|PPID|LOCALDOMAIN|RES_OPTIONS|HOSTALIASES|PATHEXT|COMSPEC|WINDIR|SYSTEMROOT|SYSTEMDRIVE"
          + "|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Arguments that say where the result goes, or that there is none. */
  private static final Pattern PLACED = Pattern.compile("(?s)--(?:push|load|call|check)(?:=.*)?");

  private final BuildSettings wanted;
  private final BuildxOptions own;
  private final Map<String, String> variables;
  private final List<String> words = new ArrayList<>(List.of("buildx", "build"));

  /**
   * Begins.
   *
   * @param variables the command's environment, to which it adds
   */
  private BuildxCommand(BuildSettings wanted, BuildxOptions own, Map<String, String> variables) {
    this.wanted = wanted;
    this.own = own;
    this.variables = variables;
  }

  /** Refuses what has no meaning for the command, before anything runs. */
  static void check(BuildSettings wanted, BuildxOptions own) {
    if (!wanted.auths.isEmpty()) {
      throw new IllegalArgumentException("docker buildx has credentials of its own, and does not take those of auth(…);"
          + " log in with 'docker login', or name a directory that has them with environment(\"DOCKER_CONFIG\", …)");
    }
    ImageBuildOptions more = new ImageBuildOptions();
    wanted.more.accept(more);
    Set<String> set = new TreeSet<>();
    ImageApi.imageBuild().options(more).request().query().forEach(each -> set.add(each.name()));
    if (!set.isEmpty()) {
      throw new IllegalArgumentException("options(…) sets " + String.join(", ", set)
          + ", which is for a build by the engine; for docker buildx, set the flag with buildx(b -> b.argument(…))");
    }
    if (wanted.objects != BuildSettings.NO_OBJECTS) {
      throw new IllegalArgumentException(
          "objects(…) is for a build by the engine, whose objects docker buildx does not show; use steps(…)");
    }
    if (wanted.platform != null && !own.platforms.isEmpty()) {
      throw new IllegalArgumentException("platform(…) and platforms(…) are both set; leave platform(…) out");
    }
    if (wanted.remote != null && !REMOTE.matcher(wanted.remote).matches()) {
      throw new IllegalArgumentException(
          "docker buildx would not read remote(…) as an address; begin it with https:// or ssh://, or use directory(…)");
    }
    if (wanted.remote != null && PASSWORD.matcher(wanted.remote).matches()) {
      throw new IllegalArgumentException(
          "remote(…) has a user or password, which other users of this machine would see;"
              + " leave it out, and use secret(\"GIT_AUTH_TOKEN\", …)");
    }
  }

  /** What to run: the words after the program, and whether the image goes into the engine. */
  record Words(List<String> words, boolean loads) {}

  /**
   * The words, and the variables to which they refer.
   *
   * @param variables the command's environment, to which it adds
   * @param metadata where the command says what it has made
   */
  static Words of(BuildSettings wanted, BuildxOptions own, Map<String, String> variables, Path metadata) {
    return new BuildxCommand(wanted, own, variables).words(metadata);
  }

  private Words words(Path metadata) {
    flag("progress", "rawjson");
    flag("metadata-file", metadata.toString());
    flag("builder", Objects.requireNonNullElse(own.builderName, "default"));
    boolean loads = own.outputs.isEmpty() && own.arguments.stream().noneMatch(each -> PLACED.matcher(each).matches());
    if (loads) {
      words.add("--load");
    }
    own.outputs.forEach(each -> flag("output", each));
    if (wanted.dockerfile != null) {
      // The command looks for a relative one in the working directory.
      flag("file", (wanted.directory == null ? wanted.dockerfile
          : wanted.directory.toAbsolutePath().resolve(wanted.dockerfile)).toString());
    }
    wanted.tags.forEach(each -> flag("tag", each));
    wanted.labels.forEach((name, value) -> flag("label", named("label", name) + "=" + value));
    wanted.arguments.forEach(this::argument);
    if (wanted.target != null) {
      flag("target", wanted.target);
    }
    if (wanted.platform != null) {
      flag("platform", wanted.platform);
    }
    own.platforms.forEach(each -> flag("platform", each));
    if (wanted.network != null) {
      flag("network", wanted.network);
    }
    wanted.cacheFrom.forEach(each -> flag("cache-from", each));
    own.cacheTo.forEach(each -> flag("cache-to", each));
    if (wanted.noCache) {
      words.add("--no-cache");
    }
    if (wanted.pull) {
      words.add("--pull");
    }
    own.ssh.forEach(each -> flag("ssh", each));
    secrets();
    own.arguments.forEach(each -> words.add(encodable(each)));
    words.add("--");
    words.add(encodable(context()));
    return new Words(List.copyOf(words), loads);
  }

  private String context() {
    if (wanted.directory != null) {
      return wanted.directory.toAbsolutePath().toString();
    }
    return wanted.remote == null ? "-" : wanted.remote;
  }

  private void flag(String name, String value) {
    words.add("--" + name + "=" + encodable(value));
  }

  /** Its value is a variable, unless that would change what the command itself does. */
  private void argument(String name, String value) {
    named("build argument", name);
    if (VARIABLE.matcher(name).matches() && !FOLLOWED.matcher(name).matches()
        && !isUsedOtherwise(name, value)
        && value.getBytes(StandardCharsets.UTF_8).length <= LONGEST_VARIABLE - name.length()
        && value.indexOf('\0') < 0) {
      variables.put(name, encodable(value));
      flag("build-arg", name);
    } else {
      flag("build-arg", name + "=" + value);
    }
  }

  /** Whether the program sets the variable for the command, or the command takes it for a secret of argument(…). */
  private boolean isUsedOtherwise(String name, String value) {
    Pattern secret = Pattern.compile("(?i:id|env)=" + name + "(?![^,\"])");
    return !value.equals(variables.get(name)) && (own.variables.containsKey(name)
        || own.arguments.stream().anyMatch(each -> secret.matcher(each).find()));
  }

  private static String named(String what, String name) {
    if (name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("the name of a " + what + " has a =, which docker buildx cannot pass on: "
          + name);
    }
    return name;
  }

  private void secrets() {
    int number = 0;
    for (Map.Entry<String, BuildSettings.Secret> each : wanted.secrets.entrySet()) {
      String id = field("id=" + each.getKey());
      if (each.getValue() instanceof BuildSettings.SecretFile file) {
        flag("secret", id + "," + field("src=" + file.file()));
      } else {
        String variable = SECRET + number++;
        variables.put(variable, secret(each.getKey(), each.getValue()));
        flag("secret", id + ",env=" + variable);
      }
    }
  }

  private static String secret(String id, BuildSettings.Secret secret) {
    try {
      byte[] bytes = secret.read();
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (bytes.length > LONGEST_VARIABLE || text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "the secret " + id + " is too long or has a NUL character, so it cannot go to"
                + " docker buildx as a variable; use secret(String, Path)");
      }
      return encodable(text);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the secret " + id + " is not a text; use secret(String, Path)", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the secret " + id + " cannot be read", e);
    }
  }

  /** A field of a list with commas, as the command reads it. */
  private static String field(String text) {
    return text.indexOf(',') < 0 && text.indexOf('"') < 0 ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Java writes words and variables of a child in the system's character set, and a ? for what that does not have. */
  private static String encodable(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a word for docker buildx has a NUL character, which no program can be given");
    }
    if (text.chars().anyMatch(c -> c > 127) && !System.getProperty("os.name", "").startsWith("Windows")
        && !(isUtf8(System.getProperty("sun.jnu.encoding")) && isUtf8(Charset.defaultCharset().name()))) {
      throw new IllegalArgumentException("this JVM can give other programs only ASCII text, and the build has more;"
          + " run it with a locale such as LC_ALL=C.UTF-8");
    }
    return text;
  }

  private static boolean isUtf8(@Nullable String charset) {
    return charset == null || charset.equalsIgnoreCase("UTF-8");
  }
}
