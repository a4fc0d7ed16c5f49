// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/folder.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace app_test {

struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

using test_support::Folder;

/// Runs the built program, with English messages unless --lang is given, and waits for it.
Outcome bairro(const std::vector<std::string>& arguments);

/// A child that runs until it is told otherwise; its output goes to files in `folder`.
class Child {
 public:
  Child(const Folder& folder, const std::vector<std::string>& arguments);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  void signal(int number) const;
  /// Waits for the end; exit code, or 128 + signal.
  int wait();
  [[nodiscard]] bool running();
  [[nodiscard]] std::string out() const;
  [[nodiscard]] pid_t pid() const { return m_pid; }

 private:
  pid_t m_pid;
  std::filesystem::path m_out;
  int m_status = -1;
};

/// `bairro serve` on a free port.
class Server {
 public:
  Server(const Folder& folder, const std::string& store, const std::vector<std::string>& more = {"--open"});
  [[nodiscard]] int port() const { return m_port; }
  Child& child() { return m_child; }

 private:
  Child m_child;
  int m_port = 0;
};

struct Answer {
  int status = 0;  ///< 0: no whole answer came
  std::string head;
  std::string body;
};
/// One request on a connection of its own. `target` begins with '/'.
Answer get(int port, const std::string& target, const std::string& more_headers = "");
/// The same with another method; a body is JSON.
Answer ask(int port, const std::string& method, const std::string& target, const std::string& body = "",
           const std::string& more_headers = "");

}  // namespace app_test
