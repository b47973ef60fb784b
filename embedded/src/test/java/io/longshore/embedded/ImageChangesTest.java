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
    makes("'Cmd':['/bin/sh','-c','x  y']", "CMD x \\\n y");
    makes("'Cmd':['b']", "CMD [\"a\"]", "CMD [\"b\"]");
    makes("'Entrypoint':['/e']", "ENTRYPOINT [\"/e\"]");
    makes("'Entrypoint':['/bin/sh','-c','run me']", "# why\nENTRYPOINT run me\n\nENV A=b");
    makes("'Env':['A=b','C=d e','D=f g']", "ENV A=b C=\"d e\" D=f\\ g");
    makes("'Env':['A=b c']", "ENV A b c");
    makes("'Env':['A=c','B=b']", "ENV A=b", "ENV A=c B=$A");
    makes("'Labels':{'a b':'c d','e':''}", "LABEL \"a b\"='c d' e=$NOPE");
    makes("'Labels':{'a':'y','b':'x','c':''}", "LABEL a=${X:-y}", "ENV X=x", "LABEL b=${X-z} c=${Y+z}");
    makes("'WorkingDir':'/q/y'", "ENV X=/q/../q", "WORKDIR $X/", "WORKDIR y");
    makes("'User':'nobody:x'", "USER \"nobody:x\"");
    makes("'ExposedPorts':{'53/udp':{},'80/tcp':{},'81/tcp':{}}", "EXPOSE 80-81 1:53/UDP");
    makes("'Volumes':{'/v':{},'/w':{}}", "VOLUME [\"/v\",\"/w\"]");
    makes("'StopSignal':'SIGINT'", "STOPSIGNAL SIGINT");
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
        {"ENV A=b\nrun x", "run is not a valid change command"},
        {"", "file with no instructions"},
        {"CMD [1]", "when using JSON array syntax, arrays must be comprised of strings only"},
        {"ENV", "ENV requires at least one argument"},
        {"ENV A", "ENV must have two arguments"},
        {"ENV =x", "ENV names can not be blank"},
        {"ENV A=b B", "Syntax error - can't find = in 'B'. Must be of the form: name=value"},
        {"ENV A='b", "unexpected end of statement while looking for matching single-quote"},
        {"ENV A=${}", "failed to process '${}': syntax error: bad substitution"},
        {"LABEL a", "LABEL must have two arguments"},
        {"WORKDIR", "WORKDIR requires exactly one argument"},
        {"WORKDIR $NOPE", "cannot normalize nothing"},
        {"USER", "USER requires exactly one argument"},
        {"EXPOSE x", "Invalid containerPort: x"},
        {"EXPOSE 99999", "Invalid containerPort: 99999"},
        {"EXPOSE 80/wat", "Invalid proto: wat"},
        {"STOPSIGNAL wat", "invalid signal: wat"},
    };
    for (String[] change : refused) {
      expect(400, change[1], "POST", with(change[0]), "\0".repeat(10_240));
    }
    expect(404, "No such image: mine:latest", "GET", "/v1.51/images/mine/json", "");
  }
}
