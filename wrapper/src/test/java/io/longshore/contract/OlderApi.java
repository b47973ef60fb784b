package io.longshore.contract;

import io.longshore.generated.runtime.ApiVersion;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * A run of the contract over an API version that is older than the engines: {@code LONGSHORE_API=1.38} pins it. A test
 * of something that came later is left out then, with its reason, and only when it is listed here: whatever else fails
 * is a fault, and so is a listed one that succeeds.
 */
final class OlderApi implements TestExecutionExceptionHandler, AfterTestExecutionCallback {
  /** What each of these tests needs, and the first version that has it. */
  private static final Map<String, Need> NEEDS = Map.ofEntries(
      need("BadInputTest.badInputIsRefusedAndChangesNothing", "1.25", "Mounts"),
      need("BuildCacheTest.itHasTheStepsOfBuildKitAndLosesThem", "1.39", "the options of a prune of the build cache"),
      need("BuildCacheTest.whatAPruneDoesNotKnowIsRefused", "1.39", "the options of a prune of the build cache"),
      need("BuildsTest.aStageIsATarget", "1.29", "the target of a build"),
      need("BuildsTest.stepsComeFromTheCacheOfAnImage", "1.25", "the cache of a build"),
      need("BuildsTest.theNetworkOfStepsCanBeChosen", "1.25", "the network of a build"),
      need("CreateOptionsTest.healthChecksCountInDurations", "1.29", "StartPeriod of a health check"),
      need("CreateOptionsTest.memoryMountsHaveASizeAndAMode", "1.25", "Mounts"),
      need("CreateTest.autoRemoveRemovesTheContainerAtItsEnd", "1.25", "AutoRemove"),
      need("CreateTest.everyOptionReachesTheEngine", "1.25", "Mounts"),
      need("ExecTest.execAddsToTheEnvironmentOfTheContainer", "1.25", "Env of exec"),
      need("ExecTest.execGivesUpAtTheDeadline", "1.25", "Env of exec"),
      need("ExecTest.execInAStoppedContainerIsAConflict", "1.25", "Env of exec"),
      need("ExecTest.execRunsInAnotherFolder", "1.35", "WorkingDir of exec"),
      need("HealthTest.aCheckThatSucceedsMakesAContainerHealthy", "1.25", "the filter health"),
      need("HealthTest.failuresDoNotCountWhileItStarts", "1.29", "StartPeriod of a health check"),
      need("HealthTest.timesThatAreTooShortAreRefused", "1.29", "StartPeriod of a health check"),
      need("ImageMakingTest.aPruneRemovesWhatHasNoName", "1.29", "the filter label of a prune"),
      need("ImageMakingTest.whatAContainerUsesIsNotPruned", "1.29", "the filter label of a prune"),
      need("ImageTransferTest.allTagsArePushedAndPulledOnlyWhenAskedFor", "1.25", "the filter reference"),
      need("ImageTransferTest.anImageForAnotherPlatformIsNotPulledInSilence", "1.32", "the platform of a pull"),
      need("ImagesTest.imagesAreListedByName", "1.25", "the filter reference"),
      need("ListTest.portsFilter", "1.28", "the filter publish"),
      need("LogTimesTest.aFollowedLogEndsAtATimeAlsoWhereNothingIsWrittenAfterIt", "1.35", "until of logs"),
      need("LogTimesTest.aLogWithAnEndToComeIsFollowedUntilThen", "1.35", "until of logs"),
      need("LogTimesTest.theLastLinesBeforeATimeAreThoseBeforeIt", "1.35", "until of logs"),
      need("LogsTest.untilLeavesOutWhatWasWrittenAfter", "1.35", "until of logs"),
      need("ManageTest.pruneByAFilterThatDoesNotExistIsRefused", "1.28", "the filters of a prune"),
      need("ManageTest.pruneOfNothingRemovesNothing", "1.29", "the filter label of a prune"),
      need("ManageTest.pruneRemovesStoppedContainersOfALabelOnly", "1.29", "the filter label of a prune"),
      need("MemoryMountsTest.aCopyThatWouldGetTheNameOfOneIsRefused", "1.25", "Mounts"),
      need("MemoryMountsTest.aTreeThatWouldPutSomethingIntoOneIsRefusedAsAWhole", "1.25", "Mounts"),
      need("MemoryMountsTest.everyOperationOnOneIsRefused", "1.25", "Mounts"),
      need("MemoryMountsTest.execIsTheWay", "1.25", "Mounts"),
      need("MemoryMountsTest.linksAreLookedAtWhereAVolumeTakesThePlaceOfWhatIsUsuallyInMemory", "1.25", "Mounts"),
      need("MemoryMountsTest.soIsWhatALinkLeadsToOne", "1.25", "Mounts"),
      need("MemoryMountsTest.soItIsBeforeTheContainerRuns", "1.25", "Mounts"),
      need("MemoryMountsTest.soItIsThroughALinkOnTheWay", "1.25", "Mounts"),
      need("MemoryMountsTest.volumesAreReached", "1.25", "Mounts"),
      need("MountsTest.aMissingSourceIsCreatedForBindsAndRefusedForMounts", "1.25", "Mounts"),
      need("MountsTest.memoryIsEmptyAgainInEachRun", "1.25", "Mounts"),
      need("MountsTest.mountPointsStayInTheirPlace", "1.25", "Mounts"),
      need("MountsTest.volumesWithoutANameGoWithTheirContainerIfAsked", "1.25", "AutoRemove"),
      need("MountsTest.whatIsReadOnlyStaysAsItIs", "1.25", "Mounts"),
      need("ProcessTest.aFileIsRunByTheProgramThatItsFirstLineNames", "1.35", "WorkingDir of exec"),
      need("ProcessTest.execInAFolderThatIsNotThereFailsToStart", "1.35", "WorkingDir of exec"),
      need("RegisteredWaitTest.anInterruptEndsAnAwaitAndNotTheWait", "1.30", "registering a wait"),
      need("RegisteredWaitTest.closingInAnotherThreadEndsAnAwait", "1.30", "registering a wait"),
      need("RegisteredWaitTest.itCanBeAskedAgainAfterADeadline", "1.30", "registering a wait"),
      need("RegisteredWaitTest.manyThreadsCanAwait", "1.30", "registering a wait"),
      need("RegisteredWaitTest.noExitIsMissed", "1.30", "registering a wait"),
      need("RegisteredWaitTest.noRemovalIsMissed", "1.30", "registering a wait"),
      need("RegisteredWaitTest.whatIsNotThereIsNotWaitedFor", "1.30", "registering a wait"),
      need("RegisteredWaitTest.whatIsSoAlreadyIsToldAtOnce", "1.30", "registering a wait"),
      need("RegistriesTest.anImageIsKnownWithoutAPull", "1.30", "asking a registry about an image"),
      need("RegistriesTest.whatTheRegistryDoesNotTellIsAnErrorOfItsKind", "1.30", "asking a registry about an image"),
      need("RegistryTest.runTriesToPullAnImageThatIsThereForAnotherPlatformOnly", "1.41", "the platform of a create"),
      need("SecretsTest.optionsShowNoValues", "1.25", "Env of exec"),
      need("StateTest.stopUsesTheGracePeriodOfTheContainer", "1.25", "StopTimeout"),
      need("UsageTest.imagesAreCountedWithTheirContainers", "1.25", "disk usage"),
      need("UsageTest.whatAContainerWroteIsItsSizeAndWhatAPruneGivesBack", "1.29", "the filter label of a prune"),
      need("UsageTest.whatIsInAVolumeIsMeasuredAndGivenBack", "1.29", "the filter label of a prune"),
      need("VolumesTest.aVolumeInUseStays", "1.25", "Mounts"),
      need("VolumesTest.aVolumeInUseStaysAlsoIfOneInsists", "1.25", "Mounts"),
      need("VolumesTest.removingWhatIsGoneIsFineForThoseWhoSaySo", "1.25", "Mounts"),
      need("VolumesTest.volumesAreListedByWhetherTheyAreUsed", "1.25", "Mounts"),
      need("VolumesTest.whatIsInAVolumeOutlivesItsContainer", "1.25", "Mounts"),
      need("VolumesTest.whoInsistsRemovesWhatIsNotThere", "1.25", "force of a removal"),
      need("WaitTest.manyCanWaitForOneContainer", "1.30", "an answer that begins before a wait is met"),
      need("WaitTest.theNextExitCanBeAwaitedBeforeTheStart", "1.30", "the condition of a wait"),
      need("WaitTest.theRemovalCanBeAwaited", "1.30", "the condition of a wait"),
      need("WaitTest.waitTellsThatTheProgramWasKilled", "1.30", "an answer that begins before a wait is met"));

  private record Need(ApiVersion since, String what) {}

  private static Map.Entry<String, Need> need(String test, String since, String what) {
    return Map.entry(test, new Need(ApiVersion.parse(since), what));
  }

  private static Optional<Need> missing(ExtensionContext context) {
    String test = context.getRequiredTestClass().getSimpleName() + "." + context.getRequiredTestMethod().getName();
    Need need = NEEDS.get(test);
    return Settings.ofThisRun().api().filter(api -> need != null && need.since().isAfter(api)).map(api -> need);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
    Optional<Need> missing = missing(context);
    if (missing.isPresent()) {
      throw new TestAbortedException(missing.get().what() + " came with API " + missing.get().since(), failure);
    }
    throw failure;
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      missing(context).ifPresent(need -> {
        throw new AssertionError(
            "works although " + need.what() + " came with API " + need.since() + ": take it off the list");
      });
    }
  }
}
