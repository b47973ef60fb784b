package io.longshore.image;

import io.longshore.error.EngineException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.IdResponse;
import io.longshore.generated.engine.model.ImageListOptions;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.engine.model.ImagePruneOptions;
import io.longshore.generated.engine.model.ImagePruneResponse;
import io.longshore.generated.engine.model.ImageSearchOptions;
import io.longshore.generated.engine.model.ImageSearchResult;
import io.longshore.generated.engine.model.ImageSummary;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.CreationLabel;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.image.Reference;
import io.longshore.internal.options.Check;
import io.longshore.internal.tar.ArchiveFile;
import io.longshore.stream.ByteStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The images of an engine. Thread-safe. */
public final class Images {
  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#images()}.
   *
   * @param executor sends the requests
   */
  public Images(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Pulls an image from its registry.
   *
   * @param reference its name, with a tag or digest; {@code latest} without one
   * @return the image
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(String reference) {
    return pull(options -> options.reference(reference));
  }

  /**
   * Pulls an image from its registry and reports the steps.
   *
   * @param reference its name, with a tag or digest; {@code latest} without one
   * @param steps called with each step, in this thread
   * @return the image
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(String reference, Consumer<ImageProgress> steps) {
    return pull(options -> options.reference(reference).steps(steps));
  }

  /**
   * Pulls an image from its registry.
   *
   * @param options names at least the image
   * @return the image
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.NotFoundException if there is no such image, or not for this platform
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public Image pull(Consumer<PullOptions> options) {
    return ImageStreams.pull(executor, executor.forCall("pull"), Check.filled(new PullOptions(), options));
  }

  /**
   * Pulls every tag of a repository. Docker: {@code --all-tags}.
   *
   * @param options names at least the repository, without a tag
   * @return the images, one for each tag
   * @throws io.longshore.error.UnauthorizedException if the registry requires credentials, or rejects these
   * @throws io.longshore.error.EngineException if the engine or the registry refuses, even partway through
   */
  public List<Image> pullAllTags(Consumer<PullOptions> options) {
    return ImageStreams.pullAllTags(executor, executor.forCall("pullAllTags"),
        Check.filled(new PullOptions(), options));
  }

  /**
   * Creates an image from a tar archive of a whole file system, as {@code docker import} does.
   *
   * @param tar the archive, plain or compressed; this method reads it to its end, and the caller closes it
   * @return a handle to the image by its id
   */
  public Image importTar(InputStream tar) {
    return importTar(tar, options -> {});
  }

  /**
   * Creates an image from a tar archive of a whole file system, as {@code docker import} does.
   *
   * @param tar the archive, plain or compressed; this method reads it to its end, and the caller closes it
   * @param options its name and settings
   * @return a handle to the image by its name if it has one, and otherwise by its id
   * @throws io.longshore.error.EngineException if the engine cannot create an image from it
   */
  public Image importTar(InputStream tar, Consumer<ImportOptions> options) {
    Objects.requireNonNull(tar, "tar");
    return ImageStreams.importTar(executor, executor.forCall("importTar"), tar,
        Check.filled(new ImportOptions(), options));
  }

  /**
   * Lists the images.
   *
   * @return what the engine reports of each
   */
  public List<ImageSummary> list() {
    return list(options -> {});
  }

  /**
   * Lists images.
   *
   * @param options which ones
   * @return what the engine reports of each
   */
  public List<ImageSummary> list(Consumer<ImageListOptions> options) {
    ApiRequest<List<ImageSummary>> request = ImageApi.imageList().options(options).request();
    return executor.forCall("list").list(request,
        request.query("shared-size") == null ? Limits.ORDINARY : Limits.HEAVY);
  }

  /**
   * Returns a handle to an existing image. This method does not ask the engine: the handle's first call throws
   * {@link io.longshore.error.NotFoundException} if there is no such image.
   *
   * @param reference its name or id
   * @return the handle
   * @throws IllegalArgumentException if the text is neither a valid name nor a valid id
   */
  public Image get(String reference) {
    return new Image(executor, reference);
  }

  /**
   * Makes an image without a name of a container; see {@link #commit(String, Consumer)}.
   *
   * @param container its id or name, as {@code container.id()} returns it
   * @return a handle to the image by its id
   * @throws io.longshore.error.NotFoundException if there is no such container
   */
  public Image commit(String container) {
    return commit(container, options -> {});
  }

  /**
   * Makes an image of a container: of its own image and what it changed in its files, with its settings. Volumes and
   * other mounts are not part of it. Each call makes a new image.
   *
   * @param container its id or name, as {@code container.id()} returns it
   * @param options the image's name, and what to change
   * @return a handle to the image by its name if it has one, and otherwise by its id
   * @throws io.longshore.error.NotFoundException if there is no such container
   */
  public Image commit(String container, Consumer<CommitOptions> options) {
    String id = Check.container(container);
    CommitOptions wanted = Check.filled(new CommitOptions(), options);
    Reference reference = wanted.reference;
    ApiExecutor calls = executor.forCall("commit");
    if (isMarked(calls, id)) {
      // Engines give an image the labels of the container, and can only replace them.
      wanted.change("LABEL " + CreationLabel.NAME + "=\"\"");
    }
    ApiRequest<IdResponse> request = ImageApi.imageCommit()
        .options(
            o -> o.container(id)
                .repo(reference == null ? null : reference.name())
                .tag(reference == null ? null : reference.tagOrLatest())
                .comment(wanted.comment)
                .author(wanted.author)
                .pause(wanted.pause)
                .changes(wanted.changes.isEmpty() ? null : String.join("\n", wanted.changes)))
        .body(wanted.config.build())
        .request()
        .about(id);
    return ImageStreams.made(executor, reference, calls.call(request, Limits.PROGRESS).id());
  }

  /** Whether a container has the label that this library gives to each. */
  private static boolean isMarked(ApiExecutor calls, String container) {
    try {
      ContainerConfig config = calls.call(ContainerApi.containerInspect(container).request()).config();
      return config != null && config.labels().containsKey(CreationLabel.NAME);
    } catch (EngineException e) {
      // The commit itself says what is wrong; or a proxy does not allow to look.
      return false;
    }
  }

  /**
   * Saves images with their layers, settings and names in one tar archive, as {@code docker save} does.
   *
   * @param references names or ids, as in {@link SaveOptions#image}
   * @return the archive; close it. One that ends early throws {@link io.longshore.error.StreamException}
   */
  public ByteStream save(String... references) {
    return save(options -> options.image(references));
  }

  /**
   * Saves images with their layers, settings and names in one tar archive, as {@code docker save} does.
   *
   * @param options names at least one image
   * @return the archive; close it. One that ends early throws {@link io.longshore.error.StreamException}
   */
  public ByteStream save(Consumer<SaveOptions> options) {
    return ImageArchives.save(executor.forCall("save"), Check.filled(new SaveOptions(), options));
  }

  /**
   * Saves images in a file. A file that exists is replaced in one step when the archive is complete; one that does not
   * become complete leaves nothing behind.
   *
   * @param target the file
   * @param options names at least one image
   * @throws io.longshore.error.ArchiveException if the file cannot be written
   */
  public void save(Path target, Consumer<SaveOptions> options) {
    Objects.requireNonNull(target, "target");
    ArchiveFile.save(save(options), target);
  }

  /**
   * Loads the images of an archive that an engine saved.
   *
   * @param tar the archive, plain or compressed; this method reads it to its end, and the caller closes it
   * @return the images, one for each name, or by id if they have none
   * @throws io.longshore.error.EngineException if the engine cannot load them, even partway through
   */
  public List<Image> load(InputStream tar) {
    return load(tar, options -> {});
  }

  /**
   * Loads images of an archive that an engine saved.
   *
   * @param tar the archive, plain or compressed; this method reads it to its end, and the caller closes it
   * @param options which platforms, and who watches
   * @return the images, one for each name, or by id if they have none
   * @throws io.longshore.error.EngineException if the engine cannot load them, even partway through, or the archive
   *     does not have the platform
   */
  public List<Image> load(InputStream tar, Consumer<LoadOptions> options) {
    Objects.requireNonNull(tar, "tar");
    return ImageArchives.load(executor, executor.forCall("load"), tar, null,
        Check.filled(new LoadOptions(), options));
  }

  /**
   * Loads the images of an archive in a file.
   *
   * @param source the file, plain or compressed
   * @return the images, one for each name, or by id if they have none
   * @throws io.longshore.error.ArchiveException if the file cannot be read
   * @throws io.longshore.error.EngineException if the engine cannot load them, even partway through
   */
  public List<Image> load(Path source) {
    return load(source, options -> {});
  }

  /**
   * Loads images of an archive in a file.
   *
   * @param source the file, plain or compressed
   * @param options which platforms, and who watches
   * @return the images, one for each name, or by id if they have none
   * @throws io.longshore.error.ArchiveException if the file cannot be read
   * @throws io.longshore.error.EngineException if the engine cannot load them, even partway through, or the archive
   *     does not have the platform
   */
  public List<Image> load(Path source, Consumer<LoadOptions> options) {
    LoadOptions wanted = Check.filled(new LoadOptions(), options);
    return ArchiveFile.read(source,
        (tar, size) -> ImageArchives.load(executor, executor.forCall("load"), tar, size, wanted));
  }

  /**
   * Searches the repositories of Docker Hub.
   *
   * @param term what to look for in names and descriptions
   * @return what was found, at most 25
   */
  public List<ImageSearchResult> search(String term) {
    return search(term, options -> {});
  }

  /**
   * Searches the repositories of Docker Hub.
   *
   * @param term what to look for in names and descriptions
   * @param options filters, and how many results at most
   * @return what was found
   */
  public List<ImageSearchResult> search(String term, Consumer<ImageSearchOptions> options) {
    Check.text("term", term);
    return executor.forCall("search").list(ImageApi.imageSearch().options(options.andThen(o -> o.term(term))).request(),
        Limits.HEAVY);
  }

  /**
   * Removes the images that have no name and that no container uses. Since API 1.25.
   *
   * @return which ones, and the bytes that were freed
   */
  public ImagePruneResponse prune() {
    return prune(options -> {});
  }

  /**
   * Removes images that no container uses. Since API 1.25.
   *
   * @param options which ones; with {@code dangling(false)} those that have a name too. Docker: {@code --all}
   * @return which ones, and the bytes that were freed
   */
  public ImagePruneResponse prune(Consumer<ImagePruneOptions> options) {
    return executor.forCall("prune").call(ImageApi.imagePrune().options(options).request(), Limits.HEAVY);
  }
}
