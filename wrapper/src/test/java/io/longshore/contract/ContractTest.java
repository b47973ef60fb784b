package io.longshore.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules of the contract: each runs once for each engine of this run. */
@Tag("contract")
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#all")
abstract class ContractTest extends EngineTest {}
