package io.longshore.internal.flags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of flags, as the docker command reads them. */
class ValuesTest {
  @Test
  void sizes() {
    assertEquals(5, Values.size("5"));
    assertEquals(5, Values.size("5b"));
    assertEquals(512L << 20, Values.size("512m"));
    assertEquals(512L << 20, Values.size("512 MiB"));
    assertEquals(3L << 29, Values.size("1.5g"));
    assertEquals(1L << 40, Values.size("1TB"));
    assertEquals(1L << 50, Values.size("1p"));
    assertEquals(512, Values.size(".5k"));
    for (String wrong : List.of("", "m", "5x", "5ib", "5mm", "-5", "1,5g", "5 m b")) {
      assertThrows(IllegalArgumentException.class, () -> Values.size(wrong), wrong);
    }
  }

  @Test
  void times() {
    assertEquals(Duration.ofSeconds(90), Values.duration("1m30s"));
    assertEquals(Duration.ofMillis(1500), Values.duration("1.5s"));
    assertEquals(Duration.ofMinutes(90), Values.duration("1h30m"));
    assertEquals(Duration.ofNanos(1_002_003), Values.duration("1ms2us3ns"));
    assertEquals(Duration.ZERO, Values.duration("0"));
    for (String wrong : List.of("", "5", "s", "5d", "-5s", "1m 30s", "1m30")) {
      assertThrows(IllegalArgumentException.class, () -> Values.duration(wrong), wrong);
    }
  }

  @Test
  void numbers() {
    assertEquals(16, Values.integer("0x10"));
    assertEquals(-1, Values.integer("-1"));
    for (String wrong : List.of("", "x", "1.5", "#10", "99999999999999999999", "08")) {
      assertThrows(IllegalArgumentException.class, () -> Values.integer(wrong), wrong);
    }
    assertThrows(IllegalArgumentException.class, () -> Values.number("4294967296"));
  }

  @Test
  void fieldsMayBeQuoted() {
    assertEquals(List.of("a=1", "b=2,3", "c=\"x\""), Fields.split("a=1,\"b=2,3\",\"c=\"\"x\"\"\""));
    assertEquals(List.of("a", "", "b"), Fields.split("a,,b"));
    assertThrows(IllegalArgumentException.class, () -> Fields.split("a\"b\""));
    assertThrows(IllegalArgumentException.class, () -> Fields.split("\"a"));
  }

  @Test
  void aMountThatIsWrongSaysWhereAndShowsNoValue() {
    refused("password", "type=volume,dst=/a,volume-opt=o=username=x,password=hush");
    refused("field 3", "type=volume,dst=/a,hush");
    refused("bind-… is only for", "type=volume,dst=/a,bind-propagation=shared");
    refused("no target", "type=bind,src=/hush");
    refused("readonly: ", "dst=/a,readonly=perhaps");
    refused("tmpfs-mode: ", "type=tmpfs,dst=/a,tmpfs-mode=9");
    refused("add readonly", "type=bind,src=/a,dst=/b,bind-recursive=readonly");
    refused("bind-recursive: ", "type=bind,src=/a,dst=/b,bind-recursive=perhaps");
  }

  private static void refused(String message, String mount) {
    String said = assertThrows(IllegalArgumentException.class, () -> MountSpec.of(mount)).getMessage();
    assertTrue(said.contains(message), said);
    assertFalse(said.contains("hush"), said);
  }

  @Test
  void portsThatCannotBe() {
    for (String wrong : List.of(
        "", "x", "80:x", "x:80", "1-2:1-3", "99999", "localhost:80:80", "80/foo", "5-4", "80:", "a=1,b", "1:2:3:4")) {
      assertThrows(IllegalArgumentException.class, () -> PortSpec.published(wrong), wrong);
    }
    assertThrows(IllegalArgumentException.class, () -> PortSpec.exposed("5:6"));
  }
}
