package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is wrong with a build; statuses and words as read off Docker 28.5.2, but for what only this engine refuses. */
class BuildRefusalsTest extends BuildingTest {
  private void refuses(int status, String words, String query, byte[] context) throws IOException {
    RawClient.Answer answer = build(query, context);
    String body = answer.body().replace("\\\"", "'").replace("\\u003c", "<").replace("\\u003e", ">");
    assertEquals(status, answer.status(), () -> query + words + ": " + body);
    assertTrue(body.contains(words), () -> "expected " + words + " but was " + body);
  }

  @Test
  void dockerfilesThatCannotBeRead() throws IOException {
    String parse = "dockerfile parse error on line ";
    String[][] refused = {
        {"", "the Dockerfile (Dockerfile) cannot be empty"},
        {"# c\n\n", "failed to parse Dockerfile: file with no instructions"},
        {"# escape=x\n" + FROM, "failed to parse Dockerfile: invalid escape token 'x' does not match ` or "},
        {FROM + "\n# c\nNONSENSE x\n", parse + "4: unknown instruction: NONSENSE"},
        {"RUN x\n", "no build stage in current context"},
        {"ARG a\nRUN x\n", "no build stage in current context"},
        {"FROM\n", parse + "1: FROM requires either one or three arguments"},
        {"FROM busybox x y\n", parse + "1: FROM requires either one or three arguments"},
        {"FROM busybox AS 1a\n", parse + "1: invalid name for build stage: '1a', name can't start with a number"},
        {"FROM --foo=1 busybox\n", parse + "1: unknown flag: --foo"},
        {FROM + "COPY --chown a /k\n", parse + "2: missing a value on flag: --chown"},
        {FROM + "COPY --chown=a --chown=b a /k\n", parse + "2: duplicate flag specified: --chown"},
        {FROM + "RUN --security=insecure true\n", parse + "2: unknown flag: --security"},
        {FROM + "COPY a\n", parse + "2: COPY requires at least two arguments, but only one was provided."},
        {FROM + "ADD [\"a\"]\n", parse + "2: ADD requires at least two arguments, but only one was provided."},
        {FROM + "ENV a\n", "failed to parse Dockerfile: ENV must have two arguments"},
        {FROM + "ENV a=b c\n", "failed to parse Dockerfile: Syntax error - can't find = in 'c'."},
        {FROM + "ENV =x\n", parse + "2: ENV names can not be blank"},
        {FROM + "ARG\n", parse + "2: ARG requires at least one argument"},
        {FROM + "ARG =\n", parse + "2: ARG names can not be blank"},
        {FROM + "LABEL\n", parse + "2: LABEL requires at least one argument"},
        {FROM + "WORKDIR\n", parse + "2: WORKDIR requires exactly one argument"},
        {FROM + "SHELL x\n", parse + "2: SHELL requires the arguments to be in JSON form"},
        {FROM + "SHELL []\n", parse + "2: SHELL requires at least one argument"},
        {FROM + "CMD [1]\n", "failed to parse Dockerfile: when using JSON array syntax, arrays must be"},
        {FROM + "VOLUME [\"\"]\n", parse + "2: VOLUME specified can not be an empty string"},
        {FROM + "HEALTHCHECK CMD\n", parse + "2: Missing command after HEALTHCHECK CMD"},
        {FROM + "ONBUILD FROM x\n", parse + "2: FROM isn't allowed as an ONBUILD trigger"},
        {FROM + "ONBUILD ONBUILD x\n", parse + "2: Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"},
    };
    for (String[] each : refused) {
      refuses(400, each[1], "", only(each[0]));
    }
    String here = "the embedded engine does not read here-documents";
    refuses(501, "line 3 of the Dockerfile: " + here, "", only(FROM + "\nRUN <<EOF\necho hi\nEOF\n"));
    refuses(501, "line 2 of the Dockerfile: " + here, "", only(FROM + "COPY <<-'E' /x\nE\n"));
  }

  @Test
  void stepsThatFail() throws IOException {
    String[][] failing = {
        {"ENV x=${y", "failed to process '${y"},
        {"ENV x=${", "failed to process '${"},
        {"ENV x=${-}", "bad substitution"},
        {"ENV x=${y:?no}", "failed to process '${y:?no}': y: no"},
        {"ENV x=${y?}", "y: parameter is not set or is empty"},
        {"ENV x=${y:-a", "unexpected end of statement while looking for matching }"},
        {"ENV x=${y%a}", "unsupported modifier (%) in substitution"},
        {"ENV x=\"y", "unexpected end of statement while looking for matching double-quote"},
        {"ENV x='y", "unexpected end of statement while looking for matching single-quote"},
        {"EXPOSE abc", "Invalid containerPort: abc"},
        {"EXPOSE 70000", "Invalid containerPort: 70000"},
        {"EXPOSE 80/foo", "Invalid proto: foo"},
        {"STOPSIGNAL x", "invalid signal: x"},
        {"WORKDIR $q", "cannot normalize nothing"},
        {"WORKDIR /etc/passwd", "Cannot mkdir: /etc/passwd is not a directory"},
        {"COPY --chmod=755 Dockerfile /x", "the --chmod option requires BuildKit. Refer to"},
        {"RUN --mount=type=cache,target=/x --mount=type=tmpfs,target=/y true", "the --mount option requires BuildKit."},
        {"COPY nope /x", "COPY failed: file not found in build context or excluded by .dockerignore: stat nope:"},
        {"COPY nope* [ /x", "COPY failed: no source files were specified"},
        {"COPY ../x /x", "COPY failed: forbidden path outside the build context: ../x ()"},
        {"COPY Dockerfile Dockerfile /x", "When using COPY with more than one source file, the destination must be"},
        {"COPY Dockerfile/x /x", "COPY failed: forbidden path outside the build context: Dockerfile/x ()"},
        {"COPY --from=scratch /x /x", "invalid from flag value scratch: 'scratch' is a reserved name"},
        {"VOLUME $q", "VOLUME specified can not be an empty string"},
        {"COPY Dockerfile /etc/passwd/x", "failed to copy files: /etc/passwd/x: not a directory"},
        {"COPY --from=nope /a /b", "invalid from flag value nope: pull access denied for nope"},
        {"COPY --from=1 /a /b", "invalid from flag value 1: index out of bounds"},
        {"COPY --from=0 /a /b", "invalid from flag value 0: refers to current build stage"},
        {"COPY --from=busybox:local /nope /b", "COPY failed: stat nope: file does not exist"},
        {"COPY --chown=nope Dockerfile /b", "can't find uid for user nope: no such user: nope"},
        {"COPY --chown=nobody:nope Dockerfile /b", "can't find gid for group nope: no such group: nope"},
        {"ADD https://example.com/x /x", "line 2 of the Dockerfile: the embedded engine does not fetch what ADD names"},
        {"RUN exit 3", "'errorDetail':{'code':3,'message':'The command '/bin/sh -c exit 3' returned"},
        {"RUN [\"nope\"]", "exec: 'nope': executable file not found in $PATH"},
        {"FROM $q", "base name ($q) should not be blank"},
        {"FROM Bad", "invalid reference format: repository name (library/Bad) must be lowercase"},
        {"FROM --platform=$q busybox:local", "failed to parse platform"},
        {"FROM scratch AS a\nFROM scratch AS A", "a stage name already used"},
        {"FROM scratch", "No image was generated. Is your Dockerfile empty?"},
    };
    for (String[] each : failing) {
      RawClient.Answer answer = build("forcerm=1", only(FROM + each[0] + "\n"));
      String body = answer.body().replace("\\\"", "'").replace('"', '\'').replace("\\u003c", "<");
      assertTrue(answer.status() == 200 && body.contains(each[1]),
          () -> each[0] + ": expected " + each[1] + " but was " + body);
      assertTrue(body.strip().endsWith("}") && body.contains("'error':'"), body);
    }
    assertEquals(0, containers());
  }

  @Test
  void whatARequestMayNotAskFor() throws IOException {
    byte[] good = only(FROM);
    refuses(400, "target stage 'x' could not be found", "target=x", good);
    refuses(500, "Cannot locate specified Dockerfile: D", "dockerfile=D", good);
    refuses(500, "Cannot locate specified Dockerfile: Dockerfile", "", new byte[0]);
    refuses(500, "forbidden path outside the build context: ../D ()", "dockerfile=../D", good);
    refuses(500, "invalid reference format: repository name (library/A) must be lowercase", "t=A:b", good);
    refuses(400, "error reading build args: ", "buildargs=x", good);
    refuses(400, "error reading labels: json: cannot unmarshal number", "labels=" + query("{\"a\":1}"), good);
    refuses(400, "error reading cache-from: ", "cachefrom=x", good);
    refuses(501, "for its own platform only", "platform=linux/s390x", good);
    refuses(400, "'x/y/z/w': cannot parse platform specifier: invalid argument", "platform=x/y/z/w", good);
    refuses(400, "squash is only supported with experimental mode", "squash=1", good);
    refuses(400, "invalid version '3'", "version=3", good);
    refuses(501, "the embedded engine has the classic builder only, not BuildKit", "version=2", good);
    for (String parameter : new String[] {"remote", "session", "outputs"}) {
      refuses(501, "the embedded engine does not build with the parameter " + parameter, parameter + "=x", good);
    }
    refuses(500, "unexpected EOF", "", "garbage".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    refuses(500, ".dockerignore: too many levels of symbolic links", "",
        new Archives().file("Dockerfile", FROM).link(".dockerignore", ".dockerignore").bytes());
    refuses(500, "Cannot locate specified Dockerfile: a/b", "dockerfile=a/b", new Archives().file("a", FROM).bytes());
    refuses(500, "Cannot locate specified Dockerfile: Dockerfile", "",
        new Archives().folder("Dockerfile/", 0755).bytes());
    refuses(500, "nope: no such file or directory", "",
        new Archives().file("Dockerfile", FROM).hardLink("a", "nope").bytes());
    refuses(200, "network nope not found", "networkmode=nope&forcerm=1", only(FROM + "RUN true\n"));
  }
}
