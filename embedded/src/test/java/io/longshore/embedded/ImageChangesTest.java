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
    makes("'Entrypoint':['/bin/sh','-c','run me']", "ENTRYPOINT run me", "ENV A=b");
    makes("'Env':['A=b','C=d e']", "ENV A=b C=\"d e\"");
    makes("'Env':['A=c','B=b']", "ENV A=b", "ENV A=c B=b");
    makes("'Labels':{'a b':'c d','e':''}", "LABEL \"a b\"='c d' e=");
    makes("'WorkingDir':'/q/y'", "WORKDIR /q/../q/", "WORKDIR y");
    makes("'User':'nobody:x'", "USER \"nobody:x\"");
    makes("'ExposedPorts':{'53/udp':{},'80/tcp':{}}", "EXPOSE 80 53/udp");
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
        {"ENV A=b\nENV C=d", "the embedded engine does not know changes of several lines"},
        {"ENV A=$B", "the embedded engine does not know variables and backslashes in changes: $B"},
        {"WORKDIR a\\ b", "the embedded engine does not know variables and backslashes in changes: a\\"},
        {"ONBUILD RUN x", "the embedded engine does not know the change ONBUILD"},
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
        {"", "file with no instructions"},
        {"CMD [1]", "when using JSON array syntax, arrays must be comprised of strings only"},
        {"ENV", "ENV requires at least one argument"},
        {"ENV A b", "Syntax error - can't find = in 'A'. Must be of the form: name=value"},
        {"ENV =x", "Syntax error - can't find = in '=x'. Must be of the form: name=value"},
        {"ENV A=b B", "Syntax error - can't find = in 'B'. Must be of the form: name=value"},
        {"ENV A='b", "unexpected end of statement while looking for matching quote"},
        {"WORKDIR", "WORKDIR requires exactly one argument"},
        {"USER", "USER requires exactly one argument"},
        {"EXPOSE x", "Invalid containerPort: x"},
        {"EXPOSE 99999", "Invalid containerPort: 99999"},
        {"EXPOSE 80/wat", "Invalid containerPort: 80/wat"},
        {"EXPOSE 80-81", "Invalid containerPort: 80-81"},
        {"STOPSIGNAL wat", "invalid signal: wat"},
    };
    for (String[] change : refused) {
      expect(400, change[1], "POST", with(change[0]), "\0".repeat(10_240));
    }
    expect(404, "No such image: mine:latest", "GET", "/v1.51/images/mine/json", "");
  }
}
