/** A Docker engine inside the JVM: real HTTP on a unix socket or a loopback port, programs written in Java. */
module io.longshore.embedded {
  requires io.longshore.generated;
  requires org.apache.commons.compress;
  requires static org.jspecify;

  exports io.longshore.embedded;
}
