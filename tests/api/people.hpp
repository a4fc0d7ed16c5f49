// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/jobs/analyses.hpp"
#include "api/service.hpp"
#include "store/accounts/accounts.hpp"
#include "store/sqlite_store.hpp"
#include "tests/support/base64.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/gate.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace api_tests {

/// A store in a file, an account for every role (named like it, and "ROLE-pemba" bound to MZ0102 with its token), and the service
/// that they sign in to. Passwords are cheap here.
class People {
 public:
  explicit People(api::ServiceOptions options = {}, api::JobLimits limits = {});

  /// Another service over the same store and accounts, with one thing more.
  [[nodiscard]] std::unique_ptr<api::Service> service_with(const std::function<void(api::ServiceOptions&)>& change) const;

  /// An Authorization field that the account signs in with.
  [[nodiscard]] api::Header basic(const std::string& account) const;
  [[nodiscard]] api::Header bearer(const std::string& account) const { return {"Authorization", "Bearer " + tokens.at(account)}; }
  api::Response ask(const std::string& target, std::vector<api::Header> headers = {}, const std::string& method = "GET");
  /// As the account; "" for nobody.
  api::Response as(const std::string& account, const std::string& target, const std::string& method = "GET");

  /// POST with a JSON body, as the account; "" for nobody.
  api::Response post(const std::string& account, const std::string& target, const std::string& body, std::vector<api::Header> more = {});

  test_support::Folder folder;
  std::unique_ptr<store::SqliteStore> store;
  std::unique_ptr<store::Accounts> accounts;
  std::map<std::string, std::string> passwords;
  std::map<std::string, std::string> tokens;
  std::vector<std::string> names;
  std::mutex traces_mutex;
  std::vector<api::Trace> traces;
  std::string now = "2024-11-25T10:00:00Z";  ///< by the clock of jobs
  int hashes = 0;                            ///< Argon2 computed
  test_support::Gate gate;                   ///< where analyses stand before they begin, while it is closed
  std::unique_ptr<store::JobRegistry> registry;
  std::unique_ptr<api::Analyses> analyses;
  api::ServiceOptions service_options;
  std::unique_ptr<api::Service> service;
};

}  // namespace api_tests
