// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The messages of one group, for as long as somebody watches it.
///
/// All subscribers share it: it holds the group once and encodes each message once. Changes are published on one event
/// loop, so that messages reach every loop in their order.
final class GroupFeed: Sendable {
    private struct Audience {
        let loop: ProgressLoop
        var readers = ProgressWire.allCases.map { _ in 0 }
    }

    private struct State {
        var organization: OrganizationID?
        var group: GroupProgress?
        /// The number of the last message.
        var last = 0
        var isOver = false
        var audiences: [Audience] = []
    }

    let id: JobGroupID
    private let state = Locked(State())

    init(_ id: JobGroupID) { self.id = id }

    /// Whether the group is the organization's; `nil` until it was read.
    func belongs(to organization: OrganizationID) -> Bool? {
        state.withLock { state in state.organization.map { $0 == organization } }
    }

    /// Takes the group as it was read. What a later reader finds does not count: only changes are told to all.
    func load(_ group: JobGroup, of organization: OrganizationID) {
        state.withLock { state in
            guard state.group == nil else { return }
            state.group = GroupProgress(group)
            state.organization = organization
        }
    }

    /// Tells changes to all subscribers. Returns whether that was the last of it.
    func publish(_ changes: [JobChange], on loop: ProgressLoop) -> Bool {
        let news = state.withLock { Self.news(changes, &$0) }
        guard let news else { return false }
        for target in news.targets { target.deliver(news.batch, of: self, from: loop) }
        return news.batch.isFinal
    }

    private static func news(
        _ changes: [JobChange], _ state: inout State
    ) -> (batch: ProgressBatch, targets: [ProgressLoop])? {
        guard !state.isOver, var group = state.group.take() else { return nil }
        defer { state.group = group }
        let wires = ProgressWire.allCases.filter { wire in
            state.audiences.contains { $0.readers[wire.rawValue] > 0 }
        }
        var batch = ProgressBatch(after: state.last, on: wires)
        for change in changes {
            if let message = group.apply(change) { batch.append(message, of: group) }
        }
        guard batch.last > state.last else { return nil }
        if group.isOver {
            if !group.isGone { batch.append(.groupCompleted, of: group) }
            batch.isFinal = true
            state.isOver = true
        }
        state.last = batch.last
        return (batch, state.audiences.map(\.loop))
    }

    /// Adds a subscriber of a loop. Returns what it begins with; what comes later reaches it by its loop.
    func join(_ wire: ProgressWire, on loop: ProgressLoop) -> ProgressBatch {
        state.withLock { state in
            // The snapshot is of the moment after the last message.
            var batch = ProgressBatch(after: state.last - 1, on: [wire])
            guard let group = state.group else {
                batch.isFinal = true
                return batch
            }
            batch.append(.snapshot, of: group)
            if group.isOver {
                if !group.isGone { batch.append(.groupCompleted, of: group) }
                batch.isFinal = true
                state.isOver = true
            }
            let place = state.audiences.firstIndex { $0.loop === loop }
            if place == nil { state.audiences.append(Audience(loop: loop)) }
            state.audiences[place ?? state.audiences.count - 1].readers[wire.rawValue] += 1
            return batch
        }
    }

    /// Takes a subscriber away that had joined.
    func leave(_ wire: ProgressWire, on loop: ProgressLoop) {
        state.withLock { state in
            guard let place = state.audiences.firstIndex(where: { $0.loop === loop }) else { return }
            state.audiences[place].readers[wire.rawValue] -= 1
            if state.audiences[place].readers.allSatisfy({ $0 == 0 }) { state.audiences.remove(at: place) }
        }
    }
}
