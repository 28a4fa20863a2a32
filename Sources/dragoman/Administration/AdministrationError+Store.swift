// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension AdministrationError {
    /// What a failure of the database means to an operator.
    init(_ error: StoreError) {
        switch error {
        case .full:
            self.init("the disk is full")
        case .locked(let holder):
            self.init("the database is in use by \(holder); stop it, or name another folder by --data")
        case .newerSchema(let found, let known):
            self.init(
                "the database was written by a newer dragoman (schema \(found), this one knows \(known)); "
                    + "install that version, or restore a backup")
        case .olderSchema(let found, let known):
            self.init(
                "the database is of an older dragoman (schema \(found), this one needs \(known)); run "
                    + "`dragoman db migrate` or start with --migrate: a backup is written beside it first")
        case .corrupt(let reason):
            self.init("the database is damaged or not a database: \(reason)")
        case .closed:
            self.init("the gateway is stopping")
        case .underlying(let reason):
            self.init("the database failed: \(reason)")
        }
    }
}
