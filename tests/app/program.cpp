// SPDX-License-Identifier: Apache-2.0
#include "tests/app/program.hpp"

#include <fstream>
#include <iterator>

namespace app_test {

Outcome Program::run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {"--store", store});
  return bairro(arguments);
}

std::string Program::done(const std::vector<std::string>& arguments) const {
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.exit_code, 0) << arguments.front() << ": " << outcome.out << outcome.err;
  return outcome.out;
}

std::string Program::dump() const {
  std::string all;
  for (const char* collection : {"incidents", "cscs", "catchments"}) { all += done({"query", collection, "--limit", "0"}); }
  return all;
}

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace app_test
