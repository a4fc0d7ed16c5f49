// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/identity.hpp"
#include "store/accounts/accounts.hpp"
#include "store/jobs/jobs.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A job belongs to an account in one role: who has another role, or another account, does not know of it.
namespace api {

/// By which the registry and the audit log know who asks.
std::string job_owner(const Identity& who);

/// Newest first.
std::vector<store::JobRecord> jobs_of(const store::JobRegistry& registry, const Identity& who, std::string_view kind);

/// The one of this id; nothing when there is none, or it is somebody else's.
std::optional<store::JobRecord> job_of(const store::JobRegistry& registry, const Identity& who, std::string_view kind,
                                       const std::string& id);

/// When work begins that waited. `accounts`: null where nobody signs in. Throws Error{conflict} when the account has another role by
/// now, or may no longer sign in.
void check_still(const store::Accounts* accounts, const Identity& who);

}  // namespace api
