package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.api.CraneApi;
import golden.model.Crane;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.ExecCreateRequest;
import io.longshore.generated.runtime.ApiRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes into logs and error messages holds no secret; what goes to the engine does. */
class SecretsAreMaskedTest {
  private static final String SECRET = "s3cret-pa55";

  @Test
  void toStringShowsWhatIsSetInTheSpecsWords() {
    Crane crane = Crane.builder().id("a").weight(3L).names(List.of("x", "y")).build();
    assertEquals("Crane{ID=a, Weight=3, Names=[x, y]}", crane.toString());
    assertEquals("Crane{}", Crane.builder().build().toString());
  }

  @Test
  void sensitiveFieldsOfAnyTypeShowThatTheyAreSetAndNoMore() {
    Crane crane = Crane.builder().env(List.of("PASSWORD=" + SECRET)).licence(SECRET).build();
    assertEquals("Crane{Env=***, Licence=***}", crane.toString());
    assertEquals("Crane{Parent=Crane{Licence=***}}",
        Crane.builder().parent(crane.toBuilder().env(null).build()).build().toString());
    assertTrue(Wire.write(Crane.ADAPTER, crane).contains(SECRET));
  }

  @Test
  void unknownFieldsShowTheirNamesOnly() {
    Crane crane = Wire.read(Crane.ADAPTER, "{\"NewToken\":\"" + SECRET + "\",\"Other\":{\"x\":\"" + SECRET + "\"}}");
    assertEquals("Crane{unknownFields=[NewToken, Other]}", crane.toString());
  }

  @Test
  void theEnvironmentOfContainersAndExecs() {
    List<String> env = List.of("POSTGRES_PASSWORD=" + SECRET);
    ContainerCreateRequest create = ContainerCreateRequest.builder().image("postgres").env(env).build();
    assertEquals("ContainerCreateRequest{Env=***, Image=postgres}", create.toString());
    assertHidden(ContainerConfig.builder().env(env).build());
    assertHidden(ExecCreateRequest.builder().env(env).build());
    ApiRequest<?> request = ContainerApi.containerCreate().options(o -> o.name("db")).body(create).request();
    assertHidden(request);
    assertHidden(request.body());
  }

  @Test
  void passwordsAndTokens() {
    AuthConfig auth = AuthConfig.builder().username("sam").password(SECRET).identitytoken(SECRET).registrytoken(SECRET)
        .build();
    assertHidden(auth);
    assertTrue(auth.toString().contains("username=sam"), auth.toString());
  }

  @Test
  void sensitiveHeadersInARequestAndInItsParts() {
    ApiRequest<?> request = ImageApi.imageCreate().options(o -> o.fromImage("team/app")).xRegistryAuth(SECRET)
        .request();
    assertEquals("POST /images/create?fromImage=team/app", request.toString());
    assertHidden(request.headers());
    assertEquals(SECRET, request.headers().get(0).value());
    assertHidden(CraneApi.craneCreate().xAuth(SECRET).request().headers());
  }

  @Test
  void theListenerIsNotToldValuesOfFields() {
    assertHidden(Wire.reports(Crane.ADAPTER, "{\"New\":\"" + SECRET + "\",\"Created\":\"" + SECRET + "\"}"));
  }

  @Test
  void whatIsNoSecretShows() {
    assertTrue(Crane.builder().labels(Map.of("team", "harbour")).build().toString().contains("team=harbour"));
  }

  private static void assertHidden(Object shown) {
    assertFalse(shown.toString().contains(SECRET), shown.toString());
  }
}
