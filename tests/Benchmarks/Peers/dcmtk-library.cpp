// SPDX-License-Identifier: GPL-3.0-or-later

// What DCMTK's library needs to load a file, to edit it as the benchmark "peers" lets dcmodify do, and to save it: prints
// the seconds that it takes for all files of a folder, without the start of the process and the reading of the dictionary.
//
//   dcmtk-library <folder with files> <folder for the edited ones>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

namespace {

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

void edit(const std::filesystem::path& input, const std::filesystem::path& output) {
  DcmFileFormat file;
  check(file.loadFile(input.c_str()), "load");
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
  check(file.saveFile(output.c_str(), dataset.getOriginalXfer()), "save");
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: dcmtk-library INPUT OUTPUT\n";
    return 2;
  }
  try {
    std::vector<std::filesystem::path> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) {
      inputs.push_back(entry.path());
    }
    const std::filesystem::path folder = arguments[2];
    // The first file pays for the dictionary; what it leaves is written anew below.
    const std::filesystem::path first = folder / inputs.at(0).filename();
    edit(inputs.at(0), first);
    std::filesystem::remove(first);
    const auto start = std::chrono::steady_clock::now();
    for (const auto& input : inputs) {
      edit(input, folder / input.filename());
    }
    std::cout << std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() << '\n';
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << fault.what() << '\n';
    return 1;
  }
}
