package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.CgroupnsMode;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.Isolation;
import io.longshore.generated.engine.model.LogDriver;
import io.longshore.generated.engine.model.MountPropagation;
import io.longshore.generated.runtime.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the methods for the flags of docker run send, and what they refuse. */
class WhatFlagsSendTest {
  /** The host's part, without the braces around it. */
  private static void host(String expected, Consumer<CreateOptions.Builder> options) {
    HostConfig host = CreateOptions.of(options.andThen(c -> c.image("i"))).request().hostConfig();
    String json = new String(Json.encode(HostConfig.ADAPTER, host).bytes(), StandardCharsets.UTF_8);
    assertEquals("{" + expected.replace('\'', '"') + "}", json);
  }

  @Test
  void limits() {
    host("'MemorySwap':-1", c -> c.memorySwap(-1));
    host("'MemorySwappiness':50,'OomKillDisable':true", c -> c.memorySwappiness(50).oomKillDisable());
    host(
        "'CpuRealtimePeriod':1000000,'CpuRealtimeRuntime':5000",
        c -> c.cpuRealtimePeriod(Duration.ofSeconds(1)).cpuRealtimeRuntime(Duration.ofMillis(5)));
    host("'PidsLimit':-1", c -> c.pidsLimit(-1));
    host("'Ulimits':[{'Name':'core','Soft':-1,'Hard':-1},{'Name':'nofile','Soft':5,'Hard':-1}]",
        c -> c.ulimit("core", -1).ulimit("nofile", 5, -1));
    host("'CgroupParent':'/own'", c -> c.cgroupParent("/own"));
    host("'BlkioWeight':300,'BlkioWeightDevice':[{'Path':'/dev/sda','Weight':200}]",
        c -> c.blkioWeight(300).blkioWeight("/dev/sda", 200));
    host(
        "'BlkioDeviceReadBps':[{'Path':'/dev/sda','Rate':1}],'BlkioDeviceWriteBps':[{'Path':'/dev/sda','Rate':2}],"
            + "'BlkioDeviceReadIOps':[{'Path':'/dev/sda','Rate':3}],'BlkioDeviceWriteIOps':[{'Path':'/dev/sda','Rate':4}]",
        c -> c.deviceReadBps("/dev/sda", 1).deviceWriteBps("/dev/sda", 2).deviceReadIops("/dev/sda", 3)
            .deviceWriteIops("/dev/sda", 4));
  }

  @Test
  void devices() {
    host("'Devices':[{'PathOnHost':'/dev/fuse','PathInContainer':'/dev/fuse','CgroupPermissions':'rwm'}]",
        c -> c.device("/dev/fuse"));
    host("'DeviceCgroupRules':['c 1:* rwm']", c -> c.deviceCgroupRule("c 1:* rwm"));
    host("'DeviceRequests':[{'Count':-1,'Capabilities':[['gpu']]}]", c -> c.allGpus());
    host("'DeviceRequests':[{'Count':2,'Capabilities':[['gpu']]}]", c -> c.gpus(2));
    host("'DeviceRequests':[{'DeviceIDs':['0','1'],'Capabilities':[['gpu']]}]", c -> c.gpuDevices("0", "1"));
  }

  @Test
  void isolation() {
    host("'CgroupnsMode':'private','UsernsMode':'host'", c -> c.cgroupns(CgroupnsMode.PRIVATE).userns("host"));
    host("'Runtime':'runc','Isolation':'process'", c -> c.runtime("runc").isolation(Isolation.PROCESS));
    host("'Annotations':{'a':'b'}", c -> c.annotation("a", "b"));
    host("'CapAdd':['A','B'],'CapDrop':['ALL']", c -> c.capAdd("A").capAdd("B").capDrop("ALL"));
    host("'ExtraHosts':['h:host-gateway','six:2001:db8::1']",
        c -> c.addHost("h", "host-gateway").addHost("six", "2001:db8::1"));
    host("'Links':['db:database']", c -> c.link("db", "database"));
  }

  @Test
  void mounts() {
    host(
        "'Mounts':[{'Target':'/b','Source':'/a','Type':'bind','BindOptions':{'Propagation':'rshared'}}]",
        c -> c.bind("/a", "/b", b -> b.propagation(MountPropagation.RSHARED)));
    host("'Binds':['/a:/b:z'],'VolumeDriver':'local','VolumesFrom':['db:ro']",
        c -> c.volume("/a:/b:z").volumeDriver("local").volumesFrom("db:ro"));
    host("'Tmpfs':{'/run':''}", c -> c.tmpfs("/run", ""));
    host("'StorageOpt':{'size':'1G'}", c -> c.storageOption("size", "1G"));
    assertEquals("[/data]",
        CreateOptions.of(c -> c.image("i").volume("/data")).request().volumes().keySet().toString());
  }

  @Test
  void portsInRanges() {
    host(
        "'PortBindings':{'80/udp':[{'HostIp':'127.0.0.1','HostPort':'8080'}],"
            + "'81/udp':[{'HostIp':'127.0.0.1','HostPort':'8081'}]}",
        c -> c.publish("127.0.0.1:8080-8081:80-81/udp"));
    host("'PortBindings':{'80/tcp':[{'HostIp':'','HostPort':'9000-9010'}]}", c -> c.publish("9000-9010:80"));
  }

  @Test
  void aLogDriverKeepsItsOptions() {
    host("'LogConfig':{'Type':'local','Config':{'max-size':'1m'}}",
        c -> c.logOption("max-size", "1m").logDriver(LogDriver.LOCAL));
  }

  private static DynamicTest bad(String message, Consumer<CreateOptions.Builder> options) {
    return DynamicTest.dynamicTest(message, () -> {
      IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> CreateOptions.of(options));
      assertTrue(refused.getMessage().contains(message), refused::getMessage);
    });
  }

  @TestFactory
  List<DynamicTest> whatCannotBeIsRefused() {
    return List.of(
        bad("memorySwap is -2", c -> c.memorySwap(-2)),
        bad("cpuQuota is PT0.0000005S; engines count in whole microseconds", c -> c.cpuQuota(Duration.ofNanos(500))),
        bad("the soft limit 20 is above the hard limit 10", c -> c.ulimit("nofile", 20, 10)),
        bad("the soft limit -1 is above the hard limit 10", c -> c.ulimit("nofile", -1, 10)),
        bad("the permissions are 'x'", c -> c.device("/dev/null", "/dev/null", "x")),
        bad("dns is 'x'", c -> c.dns("x")),
        bad("dns is empty", c -> c.dns("")),
        bad("the address of db is 'x'", c -> c.addHost("db", "x")),
        bad("interval is zero", c -> c.healthCheck(h -> h.interval(Duration.ZERO))),
        bad("timeout is PT0.0005S; the shortest is 1 millisecond",
            c -> c.healthCheck(h -> h.timeout(Duration.ofNanos(500_000)))),
        bad("retries is 0", c -> c.healthCheck(h -> h.retries(0))),
        bad("the health check's command is empty", c -> c.healthCheck(h -> h.command())),
        bad("the health check's command is empty", c -> c.healthCheck(h -> h.shell(" "))),
        bad("restartOnFailure is -1", c -> c.restartOnFailure(-1)),
        bad("the target '/a:ro' ends with flags", c -> c.tmpfs("/a:ro", "size=1m")),
        bad("'80:x' cannot be used", c -> c.publish("80:x")),
        bad("volume is empty", c -> c.volume("")));
  }
}
