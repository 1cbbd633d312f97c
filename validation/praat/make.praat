# Pitch and intensity of a sound at Praat's own frames, as a table; run in Praat, or through parselmouth.
form Pitch and intensity
    sentence Sound_file
    sentence Table_file
endform
sound = Read from file: sound_file$
selectObject: sound
pitch = To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600
selectObject: sound
intensity = To Intensity: 75, 0.01, "yes"
writeFileLine: table_file$, "time,pitch,intensity"
selectObject: pitch
frames = Get number of frames
for frame to frames
    selectObject: pitch
    time = Get time from frame number: frame
    hertz = Get value in frame: frame, "Hertz"
    selectObject: intensity
    level = Get value at time: time, "linear"
    appendFileLine: table_file$, fixed$ (time, 12), ",", fixed$ (hertz, 12), ",", fixed$ (level, 12)
endfor
removeObject: sound, pitch, intensity
