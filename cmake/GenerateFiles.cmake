# Runs the built program for what is made from its parser: manual pages and completion scripts.
#   cmake -DPROGRAM=PATH -DFOLDER=PATH -P GenerateFiles.cmake
function(print_to file)
  execute_process(COMMAND "${PROGRAM}" ${ARGN} OUTPUT_FILE "${FOLDER}/${file}"
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}/man" "${FOLDER}/completion")

execute_process(COMMAND "${PROGRAM}" man --list OUTPUT_VARIABLE commands
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" commands "${commands}")
print_to(man/entra-auth-cli.1 man)
foreach(command IN LISTS commands)
  print_to(man/entra-auth-cli-${command}.1 man ${command})
endforeach()

print_to(completion/entra-auth-cli completion bash)
print_to(completion/_entra-auth-cli completion zsh)
print_to(completion/entra-auth-cli.fish completion fish)
