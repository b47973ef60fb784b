package io.longshore.embedded.internal.engine;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageDeleteItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images on the engine, and the registry that it pulls from: whatever was registered when it was built. */
public final class ImageStore {
  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Map<String, Image> registry = new LinkedHashMap<>();
  /** Those of every image that there ever was, by its id: archives hold none. */
  private final Map<String, Map<String, Program>> known = new HashMap<>();
  private final EventLog events;
  private final Registries registries;

  ImageStore(EventLog events, Registries registries) {
    this.events = events;
    this.registries = registries;
  }

  /** Registers an image that is on the engine and can be pulled again after its removal. */
  public synchronized void register(
      String name, ImageConfig config, Map<String, Program> programs, FileTree files) {
    Reference reference = Reference.parse(name);
    Image image = add(1_984_230, Image.Facts.of("", "", "", List.of()), config, programs, files);
    setTag(image, reference);
    registry.put(reference.toString(), image);
    registries.add(reference.registry(), null);
  }

  /** Adds an image of its own; null for no name. */
  public synchronized Image make(
      @Nullable Reference name, long size, Image.Facts facts, ImageConfig config, Map<String, Program> programs,
      FileTree files, String action) {
    Image image = add(size, facts, config, programs, files);
    if (name != null) {
      setTag(image, name);
      events.image("tag", image.id(), name.toString());
    }
    events.image(action, image.id(), image.id());
    return image;
  }

  /** An image that is in no store. */
  public static Image image(
      long size, Image.Facts facts, ImageConfig config, Map<String, Program> programs, FileTree files) {
    String layer = ImageFormat.layer(files);
    return image(ImageFormat.digest(ImageFormat.settings(layer, facts, config)), layer, size, facts, config, programs,
        files);
  }

  private static Image image(
      String id, String layer, long size, Image.Facts facts, ImageConfig config, Map<String, Program> programs,
      FileTree files) {
    return new Image(id, layer, size, facts, config, Map.copyOf(programs), files, new LinkedHashSet<>(),
        new LinkedHashSet<>());
  }

  private Image add(
      long size, Image.Facts facts, ImageConfig config, Map<String, Program> programs, FileTree files) {
    return add(image(size, facts, config, programs, files));
  }

  private Image add(Image image) {
    known.put(image.id(), image.programs());
    Image there = images.putIfAbsent(image.id(), image);
    return there == null ? image : there;
  }

  /**
   * Takes an image from an archive. One that this engine had before keeps its programs, which no archive holds.
   *
   * @param id what the archive knows it by
   */
  public synchronized Image load(
      String id, List<Reference> names, long size, Image.Facts facts, ImageConfig config,
      Map<String, Program> programs, FileTree files) {
    Image there = images.get(id);
    Image image = there != null ? there
        : add(image(id, ImageFormat.layer(files), size, facts, config, known.getOrDefault(id, programs), files));
    for (Reference name : names) {
      setTag(image, name);
      events.image("tag", id, name.toString());
    }
    events.image("load", id, id);
    return image;
  }

  /**
   * Puts an image into a registry.
   *
   * @return its manifest
   */
  public synchronized byte[] push(Image image, Reference name) {
    byte[] manifest = ImageFormat.manifest(image);
    Reference byDigest = new Reference(name.repository(), "@" + ImageFormat.digest(manifest));
    image.digests().add(byDigest.toString());
    registry.put(name.toString(), image);
    registry.put(byDigest.toString(), image);
    events.image("push", name.toString(), name.repository());
    return manifest;
  }

  /** The tags of a repository, here or in the registry. */
  public synchronized List<Reference> tags(String repository, boolean pushed) {
    Stream<String> names = pushed ? registry.keySet().stream()
        : images.values().stream().flatMap(image -> image.tags().stream());
    return names.map(Reference::parse).filter(name -> name.repository().equals(repository))
        .filter(name -> !name.tag().startsWith("@")).toList();
  }

  private void setTag(Image image, Reference name) {
    String tag = name.toString();
    images.values().forEach(other -> other.tags().remove(tag));
    image.tags().add(tag);
  }

  /**
   * Takes an image from the registry.
   *
   * @return whether it was new here
   */
  public synchronized boolean pull(Reference name) {
    Image pushed = registry.get(name.toString());
    if (pushed == null) {
      throw unknownToRegistry(name);
    }
    boolean digest = name.tag().startsWith("@");
    Set<String> names = digest ? pushed.digests() : pushed.tags();
    boolean isNew = !images.containsKey(pushed.id()) || !names.contains(name.toString());
    images.putIfAbsent(pushed.id(), pushed);
    if (digest) {
      names.add(name.toString());
    } else {
      setTag(pushed, name);
    }
    events.image("pull", name.toString(), name.repository());
    return isNew;
  }

  private EngineError unknownToRegistry(Reference name) {
    registries.reach(name.registry());
    boolean otherTag = registry.keySet().stream().anyMatch(known -> known.startsWith(name.repository() + ":"));
    return otherTag || !name.registry().isEmpty()
        ? EngineError.notFound("manifest for " + name + " not found: manifest unknown: manifest unknown")
        : EngineError.notFound("pull access denied for "
            + name.repository()
            + ", repository does not exist or may require 'docker login': denied: requested access to the resource"
            + " is denied");
  }

  /** What the registry has under a name. */
  public synchronized byte[] manifest(Reference name) {
    Image pushed = registry.get(name.toString());
    if (pushed == null) {
      registries.reach(name.registry());
      throw EngineError.notFound("manifest unknown: manifest unknown");
    }
    return ImageFormat.manifest(pushed);
  }

  /** Finds an image by name, id or the id's beginning. */
  public synchronized Image get(String text) {
    Image found = find(text);
    if (found == null) {
      throw EngineError.notFound("No such image: " + (isId(text) ? text : Reference.parse(text).toString()));
    }
    return found;
  }

  private static boolean isId(String text) {
    return text.matches("sha256:[0-9a-f]+");
  }

  private @Nullable Image find(String text) {
    if (!isId(text)) {
      String name = Reference.parse(text).toString();
      for (Image image : images.values()) {
        if (image.tags().contains(name) || image.digests().contains(name)) {
          return image;
        }
      }
    }
    String digits = text.startsWith("sha256:") ? text.substring(7) : text;
    if (digits.matches("[0-9a-f]{1,64}")) {
      List<Image> found = images.values().stream().filter(image -> image.id().startsWith("sha256:" + digits)).toList();
      return found.size() == 1 ? found.get(0) : null;
    }
    return null;
  }

  /** All images, the newest first. */
  public synchronized List<Image> list() {
    List<Image> list = new ArrayList<>(images.values());
    java.util.Collections.reverse(list);
    return list;
  }

  /** An image's names. */
  public synchronized List<String> tags(Image image) {
    return new ArrayList<>(image.tags());
  }

  /** Gives an image a further name. */
  public synchronized void tag(String source, Reference name) {
    Image image = get(source);
    setTag(image, name);
    events.image("tag", image.id(), name.toString());
  }

  /**
   * Takes a name away, and the image with its last name.
   *
   * @param force delete by id although it has several names or stopped containers
   * @param containers those that exist
   * @return what was done
   */
  public synchronized List<ImageDeleteItem> delete(String text, boolean force, Collection<Container> containers) {
    Image image = get(text);
    String name = isId(text) ? "" : Reference.parse(text).toString();
    List<ImageDeleteItem> done = new ArrayList<>();
    List<Container> users = containers.stream().filter(container -> container.image().id().equals(image.id())).toList();
    if (image.tags().contains(name)) {
      if (image.tags().size() == 1 && !force) {
        // The last name of an image that a container uses; with force only the name goes.
        for (Container user : users) {
          throw EngineError
              .conflict("conflict: unable to remove repository reference \"" + text + "\" (must force) - container "
                  + shortId(user.id()) + " is using its referenced image " + shortId(image.id().substring(7)));
        }
      }
      image.tags().remove(name);
      done.add(untagged(image, name));
      if (!image.tags().isEmpty() || !users.isEmpty()) {
        return done;
      }
    } else if (image.digests().remove(name)) {
      done.add(untagged(image, name));
      if (!image.tags().isEmpty() || !users.isEmpty()) {
        return done;
      }
    } else {
      checkDeletionById(image, force, users);
      for (String tag : List.copyOf(image.tags())) {
        image.tags().remove(tag);
        done.add(untagged(image, tag));
      }
    }
    for (String digest : List.copyOf(image.digests())) {
      image.digests().remove(digest);
      done.add(untagged(image, digest));
    }
    images.remove(image.id());
    events.image("delete", image.id(), image.id());
    done.add(ImageDeleteItem.builder().deleted(image.id()).build());
    done.add(ImageDeleteItem.builder().deleted(image.layer()).build());
    return done;
  }

  private ImageDeleteItem untagged(Image image, String name) {
    events.image("untag", image.id(), image.id());
    return ImageDeleteItem.builder().untagged(name).build();
  }

  private static void checkDeletionById(Image image, boolean force, List<Container> users) {
    String id = shortId(image.id().substring(7));
    if (image.tags().size() > 1 && !force) {
      throw EngineError.conflict(
          "conflict: unable to delete " + id + " (must be forced) - image is referenced in multiple repositories");
    }
    for (Container user : users) {
      if (user.isRunning()) {
        throw EngineError.conflict(
            "conflict: unable to delete " + id + " (cannot be forced) - image is being used by running container "
                + shortId(user.id()));
      }
      if (!force) {
        throw EngineError.conflict(
            "conflict: unable to delete " + id + " (must be forced) - image is being used by stopped container "
                + shortId(user.id()));
      }
    }
  }

  private static String shortId(String id) {
    return id.substring(0, 12);
  }
}
