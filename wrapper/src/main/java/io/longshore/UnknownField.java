package io.longshore;

/**
 * Something that an engine sent and that Longshore's spec does not have. It is kept, and sent back with its object.
 *
 * @param operation Docker's name for the operation
 * @param path where it is in the response, such as {@code $.HostConfig.NewThing}; {@code status} for the response's own
 * @param what whether it is a field, an enum value, a time that cannot be read, or which success; never the value of a
 *     field
 */
public record UnknownField(String operation, String path, String what) {}
