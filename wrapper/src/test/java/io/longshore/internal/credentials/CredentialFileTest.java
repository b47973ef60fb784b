package io.longshore.internal.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.generated.runtime.Json;
import io.longshore.internal.config.ConfigException;
import io.longshore.registry.DockerHome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Forms of config.json, and what docker 28.2 sent for them; {@code <text>} stands for its base64. Where the command
 * sends something useless in silence, this is an error, which shows nothing of the value.
 */
class CredentialFileTest {
  private static final Pattern ENCODED = Pattern.compile("<([^>]*)>");
  private static final String HUB = "https://index.docker.io/v1/";

  @TempDir
  Path directory;

  private CredentialFile file(String json) throws Exception {
    Path file = directory.resolve("config.json");
    Files.writeString(file, ENCODED.matcher(json).replaceAll(
        found -> Matcher.quoteReplacement(DockerHome.base64(found.group(1).replace("NUL", "\0")))));
    return CredentialFile.read(file);
  }

  private static String sent(@Nullable AuthConfig auth) {
    return auth == null ? "none" : new String(Json.encode(AuthConfig.ADAPTER, auth).bytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      // Keys.
      "r.example|{'r.example':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'r.example'}",
      "r.example|{'https://r.example':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'https://r.example'}",
      "r.example|{'https://r.example/v1/':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'https://r.example/v1/'}",
      "r.example|{'http://r.example/v2':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'http://r.example/v2'}",
      "r.example|{'r.example/a':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'r.example/a'}",
      "r.example|{'https://r.example':{'auth':'<w:w>'},'r.example':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'r.example'}",
      "r.example:80|{'http://r.example:80/v1/':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'http://r.example:80/v1/'}",
      "r.example|{'R.EXAMPLE':{'auth':'<u:p>'}}|none",
      "r.example|{'r.example:443':{'auth':'<u:p>'}}|none",
      "r.example:443|{'r.example':{'auth':'<u:p>'}}|none",
      "r.example|{'ftp://r.example':{'auth':'<u:p>'}}|none",
      HUB + "|{'" + HUB
          + "':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'https://index.docker.io/v1/'}",
      HUB + "|{'docker.io':{'auth':'<u:p>'},'index.docker.io':{'auth':'<u:p>'}}|none",
      HUB + "|{'registry-1.docker.io':{'auth':'<u:p>'},'https://index.docker.io':{'auth':'<u:p>'}}|none",
      "r.example|{'http://':{'auth':'<u:p>'},'':{},'/':{}}|none",
      // Values.
      "r|{'r':{'auth':'<u:p:q>'}}|{'username':'u','password':'p:q','serveraddress':'r'}",
      "r|{'r':{'auth':'<u:pNULNUL>'}}|{'username':'u','password':'p','serveraddress':'r'}",
      "r|{'r':{'AUTH':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'r'}",
      "r|{'r':{'auth':'dTpw\\n'}}|{'username':'u','password':'p','serveraddress':'r'}",
      "r|{'r':{'auth':'<u:p>','username':'x','password':'y','email':'a@b'}}|{'username':'u','password':'p','serveraddress':'r'}",
      "r|{'r':{'auth':'<u:>','identitytoken':'t'}}|{'username':'u','serveraddress':'r','identitytoken':'t'}",
      "r|{'r':{'identitytoken':'t'}}|{'serveraddress':'r','identitytoken':'t'}",
      "r|{'r':{'registrytoken':'t'}}|{'serveraddress':'r','registrytoken':'t'}",
      "r|{'r':{'username':'u','password':'p'}}|{'username':'u','password':'p','serveraddress':'r'}",
      "r|{'r':{'username':'u','password':'p','auth':''}}|{'username':'u','password':'p','serveraddress':'r'}",
      "r|{'r':{'auth':'<u:p>','serveraddress':'other'}}|{'username':'u','password':'p','serveraddress':'r'}",
      "r|{'r':{'auth':'<ü:☃>'}}|{'username':'ü','password':'☃','serveraddress':'r'}",
      "r|{'r':{}}|none",
      "r|{'r':null}|none",
      "r|{'r':{'auth':'','unknown':[1,{}]}}|none",
      "r|{}|none",
      "r|null|none",
      "r|{'other':{'auth':'!'},'r':{'auth':'<u:p>'}}|{'username':'u','password':'p','serveraddress':'r'}",
  })
  void hasWhatTheDockerCommandSends(String registry, String auths, String expected) throws Exception {
    CredentialFile file = file("{\"auths\":" + auths.replace('\'', '"') + "}");
    assertEquals("", file.helper(registry));
    assertEquals(expected.replace('\'', '"'), sent(file.auth(registry)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'r':{'auth':'hush!'}}|is not base64",
      "{'r':{'auth':'hush'}}|is not a user name and a password with a colon",
      "{'r':{'auth':'<hush>'}}|is not a user name and a password with a colon",
      "{'r':{'auth':'<:hush>'}}|is not a user name and a password with a colon",
  })
  void whatCannotBeDecodedIsAnErrorForThatRegistryAlone(String auths, String words) throws Exception {
    CredentialFile file = file("{\"auths\":" + auths.replace('\'', '"') + "}");
    assertNull(file.auth("other"));
    ConfigException e = assertThrows(ConfigException.class, () -> file.auth("r"));
    assertTrue(e.getMessage().startsWith(directory.resolve("config.json") + ": the value of auth for r " + words),
        e::getMessage);
    assertFalse(e.getMessage().contains("hush") || e.getMessage().contains(DockerHome.base64("hush")), e::getMessage);
    assertNull(e.getCause());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'credsStore':'desk'}|desk|false",
      "{'CREDSSTORE':'desk'}|desk|false",
      "{'credsStore':'desk','auths':{'r':{}}}|desk|true",
      "{'credsStore':'desk','auths':{'https://r/v1/':{}}}|desk|true",
      "{'credsStore':'desk','auths':{'r':{'auth':'<u:p>'}}}|desk|true",
      "{'credsStore':'desk','credHelpers':{'r':'own'}}|own|true",
      "{'credsStore':'desk','credHelpers':{'https://r':'own','R':'own'}}|desk|false",
      "{'credsStore':'desk','credHelpers':{'r':''}}|``|true",
      "{'credsStore':'desk','credHelpers':{'r':null}}|``|true",
      "{'credsStore':'desk','credHelpers':null}|desk|false",
      "{'credsStore':null}|``|false",
      "{'credHelpers':{'r':'own'},'auths':{'r':{'auth':'<u:p>'}}}|own|true",
  })
  void aHelperComesBeforeTheStoreAndTheStoreBeforeTheFile(String json, String helper, boolean named) throws Exception {
    CredentialFile file = file(json.replace('\'', '"'));
    assertEquals(helper == null ? "" : helper, file.helper("r"));
    assertEquals(named, file.names("r"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'auths':'hush'}|auths is not a JSON object",
      "{'auths':{'r':'hush'}}|a value in auths is not a JSON object",
      "{'auths':{'r':{'auth':5}}}|auth in auths is not a string",
      "{'auths':{'r':{'identitytoken':['hush']}}}|identitytoken in auths is not a string",
      "{'credsStore':{'hush':1}}|credsStore is not a string",
      "{'credHelpers':{'r':true}}|a value in credHelpers is not a string",
      "[]|the document is not a JSON object",
      "{'auths':{'r':{'auth':'hush'|is not valid JSON",
      "hush|is not valid JSON",
  })
  void aBrokenFileIsAnErrorThatShowsNothingOfIt(String json, String words) {
    ConfigException e = assertThrows(ConfigException.class, () -> file(json.replace('\'', '"')));
    assertTrue(e.getMessage().contains("config.json") && e.getMessage().contains(words), e::getMessage);
    assertFalse(e.getMessage().contains("hush"), e::getMessage);
    assertNull(e.getCause());
  }

  @Test
  void noFileAndAnEmptyOneHaveNothing() throws Exception {
    CredentialFile none = CredentialFile.read(directory.resolve("none.json"));
    assertNull(none.auth("r"));
    assertFalse(none.names("r"));
    assertNull(file(" \n").auth("r"));
  }
}
