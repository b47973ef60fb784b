package io.longshore.buildkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.build.spi.SessionServer;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The descriptors of our modules and of Netty's fit together, and builds find the server among modules too. */
class ModulePathTest {
  private static final String NAME = "io.longshore.buildkit";

  @Test
  void theModuleIsFound() throws ClassNotFoundException {
    Path[] jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
        .filter(path -> !path.toString().matches(".*(test-classes|-tests\\.jar)|.*junit.*")).toArray(Path[]::new);
    ModuleLayer boot = ModuleLayer.boot();
    Configuration found = boot.configuration()
        .resolve(ModuleFinder.of(jars), ModuleFinder.of(), Set.of(NAME, "io.longshore"));
    // Without the class path, where the same classes are in no module.
    ModuleLayer layer = boot.defineModulesWithOneLoader(found, ClassLoader.getPlatformClassLoader());
    Class<?> service = layer.findLoader("io.longshore").loadClass(SessionServer.class.getName());
    // A layer's services can be asked for by a module only if it uses them, as the wrapper does.
    assertTrue(service.getModule().canUse(service));
    List<String> servers = new ArrayList<>();
    layer.findModule(NAME).orElseThrow().getDescriptor().provides().forEach(each -> servers.addAll(each.providers()));
    assertEquals(List.of(NettySessionServer.class.getName()), servers);
    ModulePathTest.class.getModule().addUses(service);
    List<String> loaded = new ArrayList<>();
    ServiceLoader.load(layer, service).forEach(server -> loaded.add(server.getClass().getModule().getName()));
    assertEquals(List.of(NAME), loaded);
  }
}
