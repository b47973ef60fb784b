package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Whom programs run as; statuses and words as read off Docker 28.5.2. */
class UsersTest extends EngineTest {
  private static final String C = "/v1.51/containers/";

  @Test
  void theUserOfAContainer() throws IOException {
    assertEquals("uid=0(root) gid=0(root) groups=0(root)\n0\n/root\n", seen("", "id; id -u; echo $HOME"));
    assertEquals("65534\nnobody\nnogroup\n/\n", seen("65534", "id -u; whoami; id -gn; echo $HOME"));
    assertEquals("65534\n", seen("nobody", "id -g"));
    assertEquals("uid=65534(nobody) gid=1 groups=1\n", seen("nobody:1", "id"));
    assertEquals("uid=0(root) gid=5 groups=5\n", seen(":5", "id"));
    assertEquals("uid=7 gid=0(root) groups=0(root)\n7\n1\n", seen("007:", "id; id -un 2>/dev/null; echo $?"));
    assertEquals("nobody\n", seen("", "id -u -n nobody"));
  }

  private String seen(String user, String script) throws IOException {
    run("seen", "\"Tty\":true,\"User\":\"" + user + "\"", "sh", "-c", script);
    await("seen");
    String output = call("GET", C + "seen/logs?stdout=1").body();
    expect(204, "DELETE", C + "seen");
    return output.replace("\r", "");
  }

  @Test
  void theUserOfAnExec() throws IOException {
    run("web", "\"User\":\"7\"", "sleep", "100");
    assertTrue(exec("").endsWith("7\n"));
    assertTrue(exec(",\"User\":\"65534\"").endsWith("65534\n"));
    assertTrue(exec(",\"User\":\"root\"").endsWith("0\n"));
    expect(200, "[[\"7\",", "GET", C + "web/top", "");
    String[][] refused = {
        {"nope", "unable to find user nope: no matching entries in passwd file"},
        {"0:nope", "unable to find group nope: no matching entries in group file"},
        {"-1", "uids and gids must be in range 0-2147483647"},
        {"2147483648", "uids and gids must be in range 0-2147483647"},
    };
    for (String[] user : refused) {
      expect(400, user[1], "POST", C + "web/exec", "{\"Cmd\":[\"id\"],\"User\":\"" + user[0] + "\"}");
    }
  }

  private String exec(String more) throws IOException {
    String body = "{\"Cmd\":[\"id\",\"-u\"],\"AttachStdout\":true" + more + "}";
    String id = call("POST", C + "web/exec", body).field("Id");
    try (RawClient client = new RawClient(engine.host())) {
      client.send("POST", "/v1.51/exec/" + id + "/start", "{}", "");
      return client.readToEnd();
    }
  }

  @Test
  void anUnknownUserDoesNotStart() throws IOException {
    create("web", "\"User\":\"nope\"", "/nope");
    expect(500, "unable to find user nope: no matching entries in passwd file", "POST", C + "web/start", "");
    assertEquals("created", state("web", "Status"));
    assertEquals("128", state("web", "ExitCode"));
    assertEquals("unable to find user nope: no matching entries in passwd file", state("web", "Error"));
  }
}
