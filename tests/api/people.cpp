// SPDX-License-Identifier: Apache-2.0
#include "tests/api/people.hpp"

#include "geo/base/time.hpp"
#include "tests/api/service_fixture.hpp"

#include <thread>

namespace api_tests {

People::People(api::ServiceOptions options, api::JobLimits limits) {
  const std::string file = (folder / "people.db").string();
  store = store::open_sqlite(file);
  store::AccountOptions cheap;
  cheap.cost.passes = 1;
  cheap.cost.memory_bytes = std::size_t{8} * 1024;
  cheap.cost.watch = [this](bool begins) { hashes += begins ? 1 : 0; };
  accounts = std::make_unique<store::Accounts>(file, cheap);
  for (const geo::Role& role : geo::builtin_roles()) {
    for (const bool bound : {false, true}) {
      const std::string name = role.name + (bound ? "-pemba" : "");
      passwords[name] = accounts->add(name, role.name, bound ? std::vector<std::string>{"MZ0102"} : std::vector<std::string>{});
      tokens[name] = accounts->add_token(name, "test", 30).secret;
      names.push_back(name);
    }
  }
  options.role = geo::role_named("visitor");
  options.accounts = accounts.get();
  const auto clock = [this] { return geo::parse_iso_time(now)->local; };
  registry = std::make_unique<store::JobRegistry>(file, clock);
  api::AnalysesOptions jobs;
  jobs.accounts = accounts.get();
  jobs.clock = [this, clock, asking = std::this_thread::get_id()] {
    if (std::this_thread::get_id() != asking) { gate.pass(); }
    return clock();
  };
  jobs.today = [] { return geo::DayNumber{20'052}; };
  jobs.limits = limits;
  analyses = std::make_unique<api::Analyses>(*store, *registry, jobs);
  options.analyses = analyses.get();
  options.rules = [](const std::string&, const geo::Role&) {
    importers::ImportOptions rules;
    rules.now = 1'782'907'200'000;
    return rules;
  };
  options.stamp = [this] { return store->stamp(); };
  options.trace = [this](const api::Trace& trace) {
    const std::lock_guard lock(traces_mutex);
    traces.push_back(trace);
  };
  service_options = options;
  service = std::make_unique<api::Service>(*store, std::move(options));
}

std::unique_ptr<api::Service> People::service_with(const std::function<void(api::ServiceOptions&)>& change) const {
  api::ServiceOptions options = service_options;
  change(options);
  return std::make_unique<api::Service>(*store, std::move(options));
}

api::Header People::basic(const std::string& account) const {
  return {"Authorization", "Basic " + test_support::base64(account + ":" + passwords.at(account))};
}

api::Response People::ask(const std::string& target, std::vector<api::Header> headers, const std::string& method) {
  api::Request request = make_request(target, std::move(headers), method);
  request.peer = "192.0.2.1";
  return service->handle(request);
}

api::Response People::post(const std::string& account, const std::string& target, const std::string& body, std::vector<api::Header> more) {
  if (!account.empty()) { more.push_back(bearer(account)); }
  more.push_back({"Content-Type", "application/json"});
  api::Request request = make_request(target, std::move(more), "POST");
  request.peer = "192.0.2.1";
  request.body = body;
  return service->handle(request);
}

api::Response People::as(const std::string& account, const std::string& target, const std::string& method) {
  return ask(target, account.empty() ? std::vector<api::Header>{} : std::vector<api::Header>{bearer(account)}, method);
}

}  // namespace api_tests
