// SPDX-License-Identifier: GPL-3.0-or-later

// What DCMTK's library needs to load a file, to edit it as the benchmark "peers" lets dcmodify do, and to save it:
// prints the seconds that it takes for all files of a folder, without the start of the process and the reading of the
// dictionary.
//
//   dcmtk-library <folder with files> <folder for the edited ones>
//   dcmtk-library <folder with files>     from memory to memory

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcostrmb.h>

namespace {

using Path = std::filesystem::path;

void check(const OFCondition& result, const char* step) {
  if (result.bad()) {
    throw std::runtime_error(std::string(step) + ": " + result.text());
  }
}

// Private elements (PS3.5 7.8) have an odd group; dcmodify erases those of all levels.
void erase_private(DcmItem& item) {
  for (unsigned long i = item.card(); i-- > 0;) {
    DcmElement* element = item.getElement(i);
    if (element->getGTag() % 2 != 0) {
      delete item.remove(i);
    } else if (auto* sequence = dynamic_cast<DcmSequenceOfItems*>(element); sequence && element->ident() == EVR_SQ) {
      for (unsigned long child = 0; child < sequence->card(); child++) {
        erase_private(*sequence->getItem(child));
      }
    }
  }
}

std::string new_uid(const char* root) {
  char uid[100];
  return dcmGenerateUniqueIdentifier(uid, root);
}

void edit(DcmFileFormat& file) {
  DcmDataset& dataset = *file.getDataset();
  const std::string instance = new_uid(SITE_INSTANCE_UID_ROOT);
  check(dataset.putAndInsertString(DCM_PatientName, "New^Name"), "edit");
  check(dataset.putAndInsertString(DCM_PatientID, "ID"), "edit");
  check(dataset.putAndInsertString(DCM_PatientBirthDate, ""), "edit");
  check(dataset.putAndInsertString(DCM_StudyInstanceUID, new_uid(SITE_STUDY_UID_ROOT).c_str()), "edit");
  check(dataset.putAndInsertString(DCM_SeriesInstanceUID, new_uid(SITE_SERIES_UID_ROOT).c_str()), "edit");
  check(dataset.putAndInsertString(DCM_SOPInstanceUID, instance.c_str()), "edit");
  check(file.getMetaInfo()->putAndInsertString(DCM_MediaStorageSOPInstanceUID, instance.c_str()), "edit");
  erase_private(dataset);
}

void edit_file(const Path& input, const Path& output) {
  DcmFileFormat file;
  check(file.loadFile(input.c_str()), "load");
  edit(file);
  check(file.saveFile(output.c_str(), file.getDataset()->getOriginalXfer()), "save");
}

// Into new memory, as everything that is compared with it.
std::size_t edit_memory(const std::vector<char>& input) {
  DcmInputBufferStream source;
  source.setBuffer(input.data(), static_cast<offile_off_t>(input.size()));
  source.setEos();
  DcmFileFormat file;
  file.transferInit();
  check(file.read(source), "load");
  file.transferEnd();
  edit(file);
  const std::size_t room = input.size() + 4096;  // The new values are short.
  const std::unique_ptr<char[]> output(new char[room]);
  DcmOutputBufferStream target(output.get(), static_cast<offile_off_t>(room));
  file.transferInit();
  check(file.write(target, file.getDataset()->getOriginalXfer(), EET_ExplicitLength, nullptr), "save");
  file.transferEnd();
  void* start = nullptr;
  offile_off_t length = 0;
  target.flushBuffer(start, length);
  return static_cast<std::size_t>(length);
}

std::vector<char> read(const Path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <typename Action>
double seconds(Action action) {
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The first file pays for the dictionary, so it is edited once before.
double of_files(const std::vector<Path>& inputs, const Path& folder) {
  const Path first = folder / inputs.at(0).filename();
  edit_file(inputs.at(0), first);
  std::filesystem::remove(first);
  return seconds([&] {
    for (const auto& input : inputs) {
      edit_file(input, folder / input.filename());
    }
  });
}

double in_memory(const std::vector<Path>& paths) {
  std::vector<std::vector<char>> inputs;
  for (const auto& path : paths) {
    inputs.push_back(read(path));
  }
  // All but a few elements have to be there again.
  if (edit_memory(inputs.at(0)) < inputs.at(0).size() - 1024) {
    throw std::runtime_error("save: not all was written");
  }
  return seconds([&] {
    for (const auto& input : inputs) {
      edit_memory(input);
    }
  });
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    std::cerr << "usage: dcmtk-library INPUT [OUTPUT]\n";
    return 2;
  }
  try {
    std::vector<Path> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) {
      inputs.push_back(entry.path());
    }
    std::cout << (count == 3 ? of_files(inputs, arguments[2]) : in_memory(inputs)) << '\n';
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << fault.what() << '\n';
    return 1;
  }
}
