/** The program as a module. */
module consumers {
  requires io.longshore;
  requires io.longshore.embedded;
}
