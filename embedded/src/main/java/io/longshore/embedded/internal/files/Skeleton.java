package io.longshore.embedded.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is in the trees of images and containers from the start. */
public final class Skeleton {
  private static final List<String> FOLDERS = List.of("/bin", "/dev", "/etc", "/home", "/proc", "/root", "/sys", "/usr",
      "/usr/bin", "/usr/lib", "/var", "/var/log");
  /** What {@link #container} adds, what is in a directory before it. */
  private static final List<String> ADDED = List.of("/dev/pts", "/dev/shm", "/dev/console", "/.dockerenv", "/etc/mtab",
      "/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/dev", "/etc", "/proc", "/sys");
  private static final String HOSTS = """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private Skeleton() {}

  private interface Steps {
    void run() throws IOException;
  }

  private static void run(Steps steps) {
    try {
      steps.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An image's tree. Programs are links to {@code /bin/busybox} or small files; what runs is not found through them.
   *
   * @param applets the programs that busybox has
   * @param programs all programs
   * @param files further files by their absolute paths
   */
  public static FileTree image(Collection<String> applets, Collection<String> programs, Map<String, byte[]> files) {
    FileTree made = FileTree.empty(Long.MAX_VALUE);
    MountedTree tree = MountedTree.of(made);
    run(
        () -> {
          for (String directory : FOLDERS) {
            tree.makeFolder(directory, 0755, Owner.ROOT);
          }
          tree.makeFolder("/tmp", 01777, Owner.ROOT);
          tree.makeFolder("/var/tmp", 01777, Owner.ROOT);
          write(tree, "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n", 0644);
          write(tree, "/etc/group", "root:x:0:\nnogroup:x:65534:\n", 0644);
          for (String program : programs) {
            if (!applets.contains(program)) {
              write(tree, "/bin/" + program, "a program of the embedded engine\n", 0755);
              continue;
            }
            if (!tree.list("/bin").contains("busybox")) {
              write(tree, "/bin/busybox", "a program of the embedded engine\n", 0755);
            }
            tree.makeLink("busybox", "/bin/" + program, Owner.ROOT);
          }
          for (Tree.Item item : tree.snapshot("/")) {
            tree.touch("/" + item.name(), Instant.EPOCH, false);
          }
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String path = file.getKey();
            tree.makeFolders(path.substring(0, path.lastIndexOf('/')), 0755, Owner.ROOT);
            write(tree, path, file.getValue());
          }
        });
    return made;
  }

  /** A container's tree on its image's one, with what engines add to every container and its working directory. */
  public static FileTree container(
      FileTree image, String hostName, String workingDirectory, List<String> extraHosts) {
    String extra = extraHosts.stream().map(entry -> entry.split("[:=]", 2)).filter(parts -> parts.length == 2)
        .map(parts -> parts[1] + "\t" + parts[0] + "\n").collect(Collectors.joining());
    FileTree made = image.fork(FileTree.DEFAULT_LIMIT);
    MountedTree first = MountedTree.of(made);
    run(
        () -> {
          for (String directory : List.of("/dev/pts", "/dev/shm", "/etc", "/proc", "/sys")) {
            add(() -> first.makeFolders(directory, 0755, Owner.ROOT));
          }
          add(() -> write(first, "/.dockerenv", "", 0755));
          add(() -> write(first, "/dev/console", "", 0755));
          add(() -> first.makeLink("/proc/mounts", "/etc/mtab", Owner.ROOT));
          add(() -> write(first, "/etc/hostname", hostName + "\n", 0644));
          add(() -> write(first, "/etc/hosts", HOSTS + extra, 0644));
          add(() -> write(first, "/etc/resolv.conf", "nameserver 127.0.0.1\n", 0644));
        });
    FileTree tree = made.fork(FileTree.DEFAULT_LIMIT);
    run(() -> add(() -> MountedTree.of(tree).makeFolders("/" + workingDirectory, 0755, Owner.ROOT)));
    return tree;
  }

  /**
   * A container's tree without what engines add to every container: as its image has it, or not at all.
   *
   * @param image what the container began with
   */
  public static FileTree withoutAdded(FileTree container, FileTree image) {
    FileTree made = container.copy(FileTree.DEFAULT_LIMIT);
    MountedTree tree = MountedTree.of(made);
    MountedTree before = MountedTree.of(image);
    for (String path : ADDED) {
      run(
          () -> add(() -> {
            if (!before.exists(path, false)) {
              tree.remove(path);
            } else if (before.stat(path, false).kind() == FileKind.FILE) {
              try (InputStream in = before.read(path)) {
                write(tree, path, in.readAllBytes());
              }
              tree.chmod(path, before.stat(path, false).mode());
              tree.touch(path, before.stat(path, false).modified(), false);
            }
          }));
    }
    return made;
  }

  /** Does what the image's own files may stand in the way of. */
  private static void add(Steps step) throws IOException {
    try {
      step.run();
    } catch (FileError e) {
      // The image has something of its own there.
    }
  }

  private static void write(MountedTree tree, String path, String content, int mode) throws IOException {
    write(tree, path, content.getBytes(StandardCharsets.UTF_8));
    tree.chmod(path, mode);
  }

  private static void write(MountedTree tree, String path, byte[] content) throws IOException {
    try (OutputStream out = tree.write(path, false, Owner.ROOT)) {
      out.write(content);
    }
  }
}
