// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Test sets of a ``FakeStore``, oldest first.
struct FakeComparisonSets {
    var sets: [ComparisonSet] = []
    var attempts: [ComparisonSetID: Int] = [:]
    var open: [ComparisonSetID: [TestSegment]] = [:]

    /// Works on a set that is there and fits.
    mutating func change(
        _ id: ComparisonSetID, where fits: (ComparisonSet) -> Bool, _ body: (inout ComparisonSet) -> Void
    ) -> ComparisonSet? {
        guard let index = sets.firstIndex(where: { $0.id == id && fits($0) }) else { return nil }
        body(&sets[index])
        return sets[index]
    }

    mutating func end(
        _ id: ComparisonSetID, _ status: ComparisonSet.Status, _ error: String?, _ at: Timestamp
    )
        -> Bool
    {
        let ended = change(id, where: { $0.status == .running }) { set in
            set.status = status
            set.errorMessage = error
            set.completedAt = at
        }
        if ended != nil { open[id] = nil }
        return ended != nil
    }
}

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore {
    public func create(
        _ set: ComparisonSet, _ segments: [TestSegment], limit: Int
    ) throws(StoreError) -> Bool {
        try checkFault()
        return comparisonSets.withLock { state in
            let open = state.sets.count { !$0.status.isOver && $0.organization == set.organization }
            guard open < limit else { return false }
            state.sets.append(set)
            state.open[set.id] = segments
            return true
        }
    }

    public func comparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID
    ) throws(StoreError) -> ComparisonSet? {
        try checkFault()
        return comparisonSets.withLock { state in
            state.sets.first { $0.id == id && $0.organization == organization }
        }
    }

    public func comparisonSets(
        _ query: ComparisonSetQuery, of organization: OrganizationID
    ) throws(StoreError) -> [ComparisonSet] {
        try checkFault()
        return comparisonSets.withLock { state in
            let found = state.sets.filter {
                $0.organization == organization && query.engine ?? $0.engine == $0.engine
                    && $0.id.text < query.before?.text ?? "~"
            }
            return Array(found.sorted { $0.id.text > $1.id.text }.prefix(query.limit))
        }
    }

    public func nextComparisonSet(
        attempts: Int, at moment: Timestamp
    ) throws(StoreError) -> ComparisonSet? {
        try checkFault()
        return comparisonSets.withLock { state in
            while let next = state.sets.first(where: { !$0.status.isOver }) {
                state.attempts[next.id, default: 0] += 1
                let begun = state.change(next.id, where: { _ in true }) { set in
                    set.status = .running
                    set.startedAt = set.startedAt ?? moment
                }
                if state.attempts[next.id, default: 0] <= attempts { return begun }
                _ = state.end(
                    next.id, .failed, "the gateway ended each time its next segments were compared", moment)
            }
            return nil
        }
    }

    public func openSegments(of id: ComparisonSetID, limit: Int) throws(StoreError) -> [TestSegment] {
        try checkFault()
        return comparisonSets.withLock { Array(($0.open[id] ?? []).prefix(limit)) }
    }

    public func finish(_ comparison: Comparison, pair: LocalePair) throws(StoreError) -> Bool {
        try checkFault()
        guard let place = comparison.place else { return false }
        return comparisonSets.withLock { state in
            guard let index = state.open[place.set]?.firstIndex(where: { $0.position == place.position })
            else { return false }
            let taken = state.change(place.set, where: { $0.status == .running }) { set in
                set.done += 1
                set.spent += comparison.candidates.reduce(0) { $0 + $1.usage.cost }
            }
            guard taken != nil else { return false }
            state.open[place.set]?.remove(at: index)
            state.attempts[place.set] = 0
            compared.withLock { $0.append((comparison, pair)) }
            return true
        }
    }

    public func end(
        _ id: ComparisonSetID, _ status: ComparisonSet.Status, errorMessage: String?, at moment: Timestamp
    ) throws(StoreError) -> Bool {
        try checkFault()
        return comparisonSets.withLock { $0.end(id, status, errorMessage, moment) }
    }

    public func cancelComparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID, at moment: Timestamp
    ) throws(StoreError) -> ComparisonSet? {
        try checkFault()
        return comparisonSets.withLock { state in
            let found = state.change(id, where: { $0.organization == organization }) { set in
                guard !set.status.isOver else { return }
                set.status = .cancelled
                set.completedAt = moment
            }
            if found != nil { state.open[id] = nil }
            return found
        }
    }

    public func deleteComparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) throws(StoreError) -> Bool {
        try checkFault()
        return comparisonSets.withLock { state in
            let count = state.sets.count
            state.sets.removeAll { $0.id == id && $0.organization == organization }
            guard state.sets.count < count else { return false }
            state.open[id] = nil
            compared.withLock { $0.removeAll { $0.comparison.place?.set == id } }
            return true
        }
    }

    public func comparisons(
        of id: ComparisonSetID, in organization: OrganizationID, after position: Int, limit: Int
    ) throws(StoreError) -> [Comparison] {
        try checkFault()
        let found = placed(id, organization).map(\.comparison)
        return Array(found.filter { $0.place?.position ?? 0 > position }.prefix(limit))
    }

    public func observations(
        of id: ComparisonSetID, in organization: OrganizationID
    ) throws(StoreError) -> [ComparisonObservation] {
        try checkFault()
        return placed(id, organization).map { Self.observation($0.comparison, $0.pair) }
    }

    /// The comparisons of a test set, in the segments' order.
    private func placed(
        _ id: ComparisonSetID, _ organization: OrganizationID
    ) -> [(comparison: Comparison, pair: LocalePair)] {
        compared.withLock { all in
            all.filter { $0.comparison.place?.set == id && $0.comparison.organization == organization }
                .sorted { $0.comparison.place?.position ?? 0 < $1.comparison.place?.position ?? 0 }
        }
    }
}
