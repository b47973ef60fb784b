package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Volumes over the wire: what is found, refused and removed. */
class VolumesTest extends EngineTest {
  private static final String V = "/v1.51/volumes";

  private void make(String body) throws IOException {
    RawClient.Answer made = call("POST", V + "/create", body);
    assertEquals(201, made.status(), made.body());
  }

  private String list(String filters) throws IOException {
    return call("GET", V + "?filters=" + query(filters)).body();
  }

  @Test
  void aVolumeIsMadeFoundAndRemoved() throws IOException {
    make("{\"Name\":\"data\",\"Labels\":{\"a\":\"b\"},\"DriverOpts\":{\"type\":\"tmpfs\"}}");
    make("{\"Name\":\"other\"}");
    create("web", "\"HostConfig\":{\"Binds\":[\"data:/data\"]}", "true");
    assertEquals("data", call("GET", V + "/data").field("Name"));
    for (String filter : new String[] {"{\"name\":[\"dat\"]}", "{\"label\":[\"a=b\"]}", "{\"dangling\":[\"0\"]}"}) {
      assertTrue(list(filter).contains("\"data\"") && !list(filter).contains("other"), () -> filter);
    }
    assertFalse(list("{\"dangling\":[\"true\"]}").contains("\"data\""));
    assertFalse(list("{\"driver\":[\"x\"]}").contains("data"));
    expect(409, "volume is in use", "DELETE", V + "/data", "");
    expect(204, "DELETE", V + "/other");
    expect(204, "DELETE", V + "/other?force=1");
    expect(404, "no such volume", "DELETE", V + "/other", "");
    expect(404, "get other: no such volume", "GET", V + "/other", "");
  }

  @Test
  void pruneTakesWhatNothingUses() throws IOException {
    make("{}");
    make("{\"Name\":\"named\"}");
    assertFalse(call("POST", V + "/prune").body().contains("named"));
    assertTrue(call("POST", V + "/prune?filters=" + query("{\"all\":[\"true\"]}")).body().contains("named"));
    make("{\"Name\":\"old\"}");
    assertTrue(call("POST", "/v1.41/volumes/prune").body().contains("old"));
  }

  @Test
  void whatCannotBeMadeIsRefused() throws IOException {
    expect(404, "error looking up volume plugin nfs", "POST", V + "/create", "{\"Name\":\"x1\",\"Driver\":\"nfs\"}");
    expect(400, "invalid option: 'wat'", "POST", V + "/create", "{\"Name\":\"x1\",\"DriverOpts\":{\"wat\":\"1\"}}");
    expect(503, "not a swarm manager", "POST", V + "/create", "{\"Name\":\"x1\",\"ClusterVolumeSpec\":{}}");
    expect(503, "not a swarm manager", "PUT", V + "/x1", "{}");
    expect(404, "page not found", "PUT", "/v1.41/volumes/x1", "{}");
    expect(400, "", "POST", V + "/create", "{\"Name\":\"/\"}");
  }
}
