// SPDX-License-Identifier: Apache-2.0
#include "api/jobs/owner.hpp"

#include "geo/base/error.hpp"

#include <algorithm>

namespace api {
namespace {

bool is_job_of(const store::JobRecord& job, const Identity& who, std::string_view kind) {
  return job.kind == kind && job.account == job_owner(who) && job.role == geo::role_text(who.role);
}

}  // namespace

/// Accounts begin with a letter.
std::string job_owner(const Identity& who) { return who.signed_in() ? who.account.name : "-"; }

std::vector<store::JobRecord> jobs_of(const store::JobRegistry& registry, const Identity& who, std::string_view kind) {
  std::vector<store::JobRecord> jobs = registry.list();
  jobs.erase(std::remove_if(jobs.begin(), jobs.end(), [&](const store::JobRecord& job) { return !is_job_of(job, who, kind); }), jobs.end());
  return jobs;
}

std::optional<store::JobRecord> job_of(const store::JobRegistry& registry, const Identity& who, std::string_view kind,
                                       const std::string& id) {
  auto job = registry.find(id);
  return job && is_job_of(*job, who, kind) ? job : std::nullopt;
}

void check_still(const store::Accounts* accounts, const Identity& who) {
  if (accounts == nullptr) { return; }
  const auto account = accounts->find(who.account.name);
  if (account && !account->disabled && account->role == who.account.role && account->areas == who.account.areas) { return; }
  throw geo::Error(geo::Problem::conflict, "the account has another role by now, or may no longer sign in; nothing was done",
                   "a conta entretanto tem outro papel, ou já não pode iniciar sessão; nada foi feito");
}

}  // namespace api
