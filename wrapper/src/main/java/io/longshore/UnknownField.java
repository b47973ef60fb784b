package io.longshore;

/**
 * Something that an engine sent and that Longshore's spec does not know. It is kept and sent back all the same.
 *
 * @param operation Docker's name for the operation
 * @param path where it stands in the answer, such as {@code $.HostConfig.NewThing}; {@code status} for the answer's own
 * @param what whether it is a field, an enum value, a time that cannot be read, or which success; never the value of a field
 */
public record UnknownField(String operation, String path, String what) {}
