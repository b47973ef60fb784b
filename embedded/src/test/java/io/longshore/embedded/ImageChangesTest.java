package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Dockerfile instructions on import; results, statuses and words as read off Docker 28.5.2. */
class ImageChangesTest extends EngineTest {
  private static final String CREATE = "/v1.51/images/create?fromSrc=-&repo=mine";

  private static String with(String... changes) {
    StringBuilder target = new StringBuilder(CREATE);
    for (String change : changes) {
      target.append("&changes=").append(query(change));
    }
    return target.toString();
  }

  private void makes(String expected, String... changes) throws IOException {
    RawClient.Answer made = call("POST", with(changes), "\0".repeat(10_240));
    assertEquals(200, made.status(), made.body());
    String config = call("GET", "/v1.51/images/mine/json").body().replaceAll(".*\"Config\":", "").replace('"', '\'');
    assertTrue(config.contains(expected), () -> String.join("; ", changes) + ": expected " + expected + ": " + config);
  }

  @Test
  void changesBecomeTheConfig() throws IOException {
    makes("'Cmd':['/hello','a b']", "CMD [\"/hello\",\"a b\"]");
    makes("'Cmd':['/bin/sh','-c','echo hi']", "cmd echo hi");
    makes("'Cmd':['b']", "CMD [\"a\"]", "CMD [\"b\"]");
    makes("'Entrypoint':['/e']", "ENTRYPOINT [\"/e\"]");
    makes("'Cmd':['/c']", "CMD [\"/c\"]", "ENTRYPOINT [\"/e\"]");
    makes("'Entrypoint':['/bin/sh','-c','run me']", "ENTRYPOINT run me", "ENV A=b");
    makes("'Env':['A=b','C=d e']", "ENV A=b C=\"d e\"");
    makes("'Env':['A=c','B=b']", "ENV A=b", "ENV A=c B=b");
    makes("'Env':['A=b','C=d']", "ENV A=b\nENV C=d");
    makes("'Env':['A=b','C=d']", "ENV A=b \\\n C=d");
    makes("'Env':['A=b','C=b']", "ENV A=b", "ENV C=$A");
    makes("'Env':['A=b']", "ENV A b");
    makes("'OnBuild':['RUN x']", "ONBUILD RUN x");
    makes("'Labels':{'a b':'c d','e':''}", "LABEL \"a b\"='c d' e=");
    makes("'WorkingDir':'/q/y'", "WORKDIR /q/../q/", "WORKDIR y");
    makes("'WorkingDir':'/a b'", "WORKDIR a\\ b");
    makes("'User':'nobody:x'", "USER \"nobody:x\"");
    makes("'ExposedPorts':{'53/udp':{},'80/tcp':{}}", "EXPOSE 80 53/udp");
    makes("'ExposedPorts':{'80/tcp':{},'81/tcp':{}}", "EXPOSE 80-81");
    makes("'Volumes':{'/v':{},'/w':{}}", "VOLUME [\"/v\",\"/w\"]");
    makes("'StopSignal':'SIGINT'", "STOPSIGNAL SIGINT");
    makes("'Healthcheck':{'Test':['NONE']}", "HEALTHCHECK --interval=5s NONE");
    makes("'Healthcheck':{'Test':['CMD-SHELL','echo a  b']}", "HEALTHCHECK --timeout=0s --retries=0 cmd echo a  b");
    makes("'Healthcheck':{'Test':['CMD','true'],'Interval':1500000,'Timeout':3723500000000,'Retries':4,"
        + "'StartPeriod':90000000000,'StartInterval':2000000000}",
        "HEALTHCHECK --interval=1.5ms --timeout=1h2m3.5s --start-period=1m30s --start-interval=2s --retries=4 "
            + "CMD [\"true\"]");
  }

  @Test
  void aContainerTakesThem() throws IOException {
    makes("", "ENTRYPOINT [\"sh\",\"-c\"]", "CMD [\"id -u; pwd; echo $A\"]", "USER 65534", "WORKDIR /w", "ENV A=b");
    call("POST", "/v1.51/containers/create?name=web", "{\"Image\":\"mine\",\"Tty\":true}");
    expect(204, "POST", "/v1.51/containers/web/start");
    await("web");
    assertEquals("65534\r\n/w\r\nb\r\n", call("GET", "/v1.51/containers/web/logs?stdout=1").body());
  }

  @Test
  void whatIsWrongWithChanges() throws IOException {
    String[][] refused = {
        {"WAT x", "WAT is not a valid change command"},
        {"run x", "run is not a valid change command"},
        {"FROM x", "FROM is not a valid change command"},
        {"MAINTAINER me", "MAINTAINER is not a valid change command"},
        {"SHELL [\"a\"]", "SHELL is not a valid change command"},
        {"ARG a", "ARG is not a valid change command"},
        {"ONBUILD FROM x", "FROM isn't allowed as an ONBUILD trigger"},
        {"HEALTHCHECK", "HEALTHCHECK requires at least one argument"},
        {"HEALTHCHECK true", "Unknown type 'TRUE' in HEALTHCHECK (try CMD)"},
        {"HEALTHCHECK CMD []", "Missing command after HEALTHCHECK CMD"},
        {"HEALTHCHECK NONE x", "HEALTHCHECK NONE takes no arguments"},
        {"HEALTHCHECK --interval=5 CMD x", "time: missing unit in duration '5'"},
        {"HEALTHCHECK --interval=x CMD x", "time: invalid duration 'x'"},
        {"HEALTHCHECK --timeout=1us CMD x", "Interval 'timeout' cannot be less than 1ms"},
        {"HEALTHCHECK --retries=-1 CMD x", "--retries cannot be negative (-1)"},
        {"HEALTHCHECK --retries=x CMD x", "strconv.ParseInt: parsing 'x': invalid syntax"},
        {"HEALTHCHECK --retries=1 --retries=1 CMD x", "duplicate flag specified: --retries"},
        {"HEALTHCHECK --retries CMD x", "missing a value on flag: --retries"},
        {"HEALTHCHECK --nope=1 CMD x", "unknown flag: --nope"},
        {"", ":\"file with no instructions\""},
        {"# x", ":\"file with no instructions\""},
        {"CMD [1]", "when using JSON array syntax, arrays must be comprised of strings only"},
        {"ENV", "ENV requires at least one argument"},
        {"ENV A", "ENV must have two arguments"},
        {"ENV =x", "ENV names can not be blank"},
        {"ENV A=b B", "Syntax error - can't find = in 'B'. Must be of the form: name=value"},
        {"ENV A='b", "failed to process ''b': unexpected end of statement while looking for matching single-quote"},
        {"ENV A=${B:?no}", "failed to process '${B:?no}': B: no"},
        {"WORKDIR", "WORKDIR requires exactly one argument"},
        {"WORKDIR \"\"", "cannot normalize nothing"},
        {"VOLUME \"\"", "VOLUME specified can not be an empty string"},
        {"USER", "USER requires exactly one argument"},
        {"EXPOSE x", "Invalid containerPort: x"},
        {"EXPOSE 99999", "Invalid containerPort: 99999"},
        {"EXPOSE 80/wat", "Invalid proto: wat"},
        {"EXPOSE 80-70", "Invalid containerPort: 80-70"},
        {"STOPSIGNAL wat", "invalid signal: wat"},
    };
    for (String[] change : refused) {
      expect(400, change[1], "POST", with(change[0]), "\0".repeat(10_240));
    }
    expect(404, "No such image: mine:latest", "GET", "/v1.51/images/mine/json", "");
  }
}
