/** The Docker Engine from Java. Start with {@link io.longshore.DockerClient}. */
@SuppressWarnings("requires-automatic") module io.longshore {
  requires transitive io.longshore.generated;
  requires com.google.gson;
  requires kotlin.stdlib;
  requires okhttp3;
  requires okio;
  requires org.apache.commons.compress;
  requires static transitive org.jspecify;

  exports io.longshore;
  exports io.longshore.build;
  exports io.longshore.build.spi;
  exports io.longshore.container;
  exports io.longshore.error;
  exports io.longshore.experimental;
  exports io.longshore.file;
  exports io.longshore.image;
  exports io.longshore.network;
  exports io.longshore.progress;
  exports io.longshore.registry;
  exports io.longshore.session;
  exports io.longshore.stream;
  exports io.longshore.system;
  exports io.longshore.volume;

  uses io.longshore.build.spi.SessionServer;
}
