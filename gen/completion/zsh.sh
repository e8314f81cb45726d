#compdef NAME
# Completion for NAME in zsh, after compinit. To try it: eval "$(NAME completion zsh)"
_FUNC() {
	local line
	local -a values
	while IFS= read -r line; do
		case $line in
		:dirs) _files -/ ;;
		:files) _files ;;
		*$'\t'*) values+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
		*) values+=("${line//:/\\:}") ;;
		esac
	done < <(${~words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
	if (( $#values )); then
		_describe NAME values -Q
	fi
}
if [[ $funcstack[1] == _FUNC ]]; then
	_FUNC "$@"
else
	compdef _FUNC NAME
fi
