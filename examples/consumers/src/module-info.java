/** For the project {@code modules}; the others leave it out. */
module consumers {
  requires io.longshore;
  requires io.longshore.embedded;
}
