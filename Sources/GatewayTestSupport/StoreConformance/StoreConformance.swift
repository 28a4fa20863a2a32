// SPDX-License-Identifier: Apache-2.0

/// What a `Store` is, whatever database is under it. Each promise is checked on an empty store of its own.
public enum StoreConformance {
    /// All promises, in the order of the protocol.
    public static let promises: [StorePromise] =
        access + configuration + glossary + memory + usage + comparisons + comparisonSets + suggestions
        + reviews + creation
        + lists
        + control + claims
        + ends
        + recovery
        + deliveries
        + deliveryLog
        + changes
        + upkeep

    /// The promises about translation memory.
    public static var memoryPromises: [StorePromise] { memory }
}
